#include "exec.h"

#include "child.h"
#include "fail.h"
#include "names.h"
#include "process.h"
#include "seal.h"
#include "settings.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>

#define SEALED_NAME "reconcile-helper-sealed"

/* In the container's PID namespace its processes see us: what they see must not be the file on the host's disk (CVE-2019-5736). */
static void seal_ourselves(char **argv)
{
	if (seal_is_on() || strcmp(argv[0], SEALED_NAME) == 0)
		return;
	fail_stage("seal");
	int sealed = seal_open();
	if (sealed < 0)
		fail("/proc/self/exe");
	argv[0] = SEALED_NAME;
	seal_exec(sealed, argv);
	fail("/proc/self/exe");
}

/* What `join` and `root-of` name, opened before anything is joined: afterwards /proc is the container's. */
struct target {
	pid_t pid;
	int pidfd;
	uint64_t namespaces;
	int root;
};

static void target_join_read(struct target *target, const struct instruction *instruction)
{
	char **argv = instruction->argv;
	if (instruction->argc < 3)
		fail_usage("", "expects a PID, a start time and namespace types");
	target->pid = (pid_t)number_of(argv[1], 10);
	target->pidfd = process_open(target->pid, number_of(argv[2], 10));
	if (target->pidfd < 0)
		fail_because(argv[1], "no process with this PID and start time");
	target->namespaces = namespace_flags(argv + 3);
}

static void target_root_read(struct target *target, const struct instruction *instruction)
{
	char path[40];
	struct text text = TEXT(path);
	if (instruction->argc != 2)
		fail_usage("", "expects a PID");
	text_add(&text, "/proc/");
	text_number(&text, number_of(instruction->argv[1], 10));
	text_add(&text, "/root");
	target->root = sys_open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (target->root < 0)
		fail(path);
}

static void target_read(struct target *target, char *program, size_t length)
{
	struct reader reader = {.at = program, .end = program + length};
	struct instruction instruction;
	*target = (struct target){.pidfd = -1, .root = -1};
	while (frame_next(&reader, &instruction) > 0) {
		if (strcmp(instruction.argv[0], "join") == 0) {
			fail_stage("join");
			target_join_read(target, &instruction);
		} else if (strcmp(instruction.argv[0], "root-of") == 0) {
			fail_stage("root-of");
			target_root_read(target, &instruction);
		}
	}
	fail_stage("program");
	if (target->pidfd < 0)
		fail_usage("", "no join instruction");
}

/* One namespace after the other, by its file: for what one setns of a pidfd does not take together. */
static void join_one_by_one(const struct target *target)
{
	static const char *const types[] = {"cgroup", "ipc", "uts", "net", "pid", "mnt"};
	int files[6];
	char path[64];
	/* All opened first: after `mnt` the paths mean something else. */
	for (int i = 0; i < 6; i++) {
		struct text text = TEXT(path);
		text_add(&text, "/proc/");
		text_number(&text, target->pid);
		text_add(&text, "/ns/");
		text_add(&text, types[i]);
		files[i] = target->namespaces & namespace_flag(types[i]) ? sys_open(path, O_RDONLY | O_CLOEXEC) : -1;
		if (files[i] < 0 && target->namespaces & namespace_flag(types[i]))
			fail(path);
	}
	for (int i = 0; i < 6; i++)
		if (files[i] >= 0 && (sys_setns(files[i], namespace_flag(types[i])) < 0 || close(files[i]) < 0))
			fail(types[i]);
}

static void target_join(const struct target *target)
{
	fail_stage("join");
	if (target->namespaces && sys_setns(target->pidfd, target->namespaces) < 0) {
		if (errno != EINVAL)
			fail("");
		join_one_by_one(target);
	}
	fail_stage("root-of");
	if (target->root >= 0 && (fchdir(target->root) < 0 || chroot(".") < 0))
		fail("/");
}

static const int forwarded[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT};

static void signals_wanted(sigset_t *set)
{
	sigemptyset(set);
	sigaddset(set, SIGCHLD);
	for (unsigned i = 0; i < sizeof forwarded / sizeof forwarded[0]; i++)
		sigaddset(set, forwarded[i]);
}

/* Passes signals on until the command ends. What a terminal sends reaches the command by itself: it is in our process group. */
static int command_wait(pid_t command, const sigset_t *signals)
{
	int status;
	while (waitpid(command, &status, WNOHANG) != command) {
		siginfo_t info;
		if (sigwaitinfo(signals, &info) < 0 || info.si_signo == SIGCHLD)
			continue;
		if (info.si_code != SI_KERNEL)
			kill(command, info.si_signo);
	}
	return WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
}

int exec_main(int program_fd, char **argv)
{
	static struct child child __attribute__((aligned(4096)));
	struct target target;
	sigset_t signals;
	size_t length;
	fail_report_to_person();
	seal_ourselves(argv);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	fail_stage("program");
	char *program = program_read(program_fd, &length);
	/* Nothing of the caller's but its standard descriptors goes in (CVE-2024-21626). */
	sys_close_range(3, ~0U, 0);
	child_open_host(&child, program, length);
	target_read(&target, program, length);
	target_join(&target);
	child.root = sys_open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (child.root < 0)
		fail("/");
	/* A PID namespace is entered by the next child only; we stay outside, and wait. */
	signals_wanted(&signals);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	signal(SIGCHLD, SIG_DFL);
	fail_stage("fork");
	pid_t command = fork();
	if (command < 0)
		fail("");
	if (command == 0)
		child_run(&child, program, length, NULL);
	return command_wait(command, &signals);
}
