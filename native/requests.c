#include "requests.h"

#include "fail.h"
#include "files.h"
#include "look.h"
#include "names.h"
#include "process.h"
#include "replies.h"
#include "seal.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

static void error_of(uint32_t id, const char *stage, int err, const char *path)
{
	replies_error(id, stage, err, path, strerror(err));
}

static void reply_ok(uint32_t id)
{
	struct reply reply;
	reply_begin(&reply);
	reply_add(&reply, "ok");
	replies_send(id, &reply);
}

static void hello(uint32_t id, unsigned argc, char **argv)
{
	(void)argc;
	(void)argv;
	struct reply reply;
	reply_begin(&reply);
	reply_add(&reply, "ok");
	reply_add(&reply, "protocol");
	reply_add(&reply, "1");
	replies_send(id, &reply);
}

static void join(uint32_t id, unsigned argc, char **argv)
{
	for (unsigned i = 1; i < argc; i++)
		if (file_write(argv[i], "0") < 0) {
			error_of(id, "join", errno, argv[i]);
			return;
		}
	reply_ok(id);
}

/*
 * vfork: the child borrows our memory until execve, so a start costs no page table copy. It changes nothing but its own
 * descriptors: 0, 1 and 2 become the null device, so that no terminal or pipe of the caller's is held open for years.
 */
static pid_t monitor_spawn(int sealed, int null, int reply, char *const argv[])
{
	pid_t pid = vfork();
	if (pid != 0)
		return pid;
	for (int fd = 0; fd < 3; fd++)
		dup2(null, fd);
	fcntl(reply, F_SETFD, 0);
	seal_exec(sealed, argv);
	_exit(125);
}

static void monitor_run(uint32_t id, const char *stage, char *directory, char *pid, char *start_time)
{
	static int sealed = -1, null = -1;
	int reply[2];
	char number[16];
	struct text text = TEXT(number);
	if (sealed < 0 && (sealed = seal_open()) < 0) {
		error_of(id, "seal", errno, "/proc/self/exe");
		return;
	}
	if (null < 0 && (null = sys_open("/dev/null", O_RDWR | O_CLOEXEC)) < 0) {
		error_of(id, "null", errno, "/dev/null");
		return;
	}
	if (pipe2(reply, O_CLOEXEC) < 0) {
		error_of(id, stage, errno, directory);
		return;
	}
	text_number(&text, reply[1]);
	char *argv[] = {"reconcile-helper", "monitor", directory, number, pid, start_time, NULL};
	pid_t child = monitor_spawn(sealed, null, reply[1], argv);
	int err = errno;
	close(reply[1]);
	if (child > 0) {
		replies_expect(id, reply[0]);
		return;
	}
	close(reply[0]);
	error_of(id, stage, err, directory);
}

static void start(uint32_t id, unsigned argc, char **argv)
{
	(void)argc;
	monitor_run(id, "start", argv[1], NULL, NULL);
}

static void adopt(uint32_t id, unsigned argc, char **argv)
{
	(void)argc;
	monitor_run(id, "adopt", argv[1], argv[2], argv[3]);
}

/* PID and START TIME of a request, as a pidfd. In a child of serve: a failure is its reply. */
static int target_open(char **argv, pid_t *pid)
{
	*pid = (pid_t)number_of(argv[1], 10);
	int pidfd = process_open(*pid, number_of(argv[2], 10));
	if (pidfd < 0)
		fail_because(argv[1], "no process with this PID and start time");
	return pidfd;
}

static void hostname_in_child(char **argv)
{
	pid_t pid;
	int pidfd = target_open(argv, &pid);
	if (sys_setns(pidfd, CLONE_NEWUTS) < 0)
		fail(argv[1]);
	if (sethostname(argv[3], strlen(argv[3])) < 0)
		fail(argv[3]);
}

/* `Uid:<TAB>real<TAB>effective<TAB>saved<TAB>filesystem` */
static int64_t real_id(pid_t pid, const char *key)
{
	char ids[64];
	if (!process_status_field(pid, key, ids, sizeof ids))
		fail("/proc/PID/status");
	ids[strcspn(ids, "\t")] = '\0';
	return number_of(ids, 10);
}

static void prlimit_in_child(char **argv)
{
	pid_t pid;
	struct pollfd target = {.fd = target_open(argv, &pid), .events = POLLIN};
	int resource = rlimit_number(argv[3]);
	if (resource < 0)
		fail_usage(argv[3], "unknown resource");
	struct rlimit limit = {.rlim_cur = limit_value(argv[4]), .rlim_max = limit_value(argv[5])};
	/* prlimit(2) asks for equal ids or CAP_SYS_RESOURCE; the group first, while we still may. */
	int64_t gid = real_id(pid, "Gid"), uid = real_id(pid, "Uid");
	if (syscall(SYS_setresgid, gid, gid, gid) < 0 || syscall(SYS_setresuid, uid, uid, uid) < 0)
		fail(argv[1]);
	if (syscall(SYS_prlimit64, pid, resource, &limit, NULL) < 0)
		fail(argv[3]);
	/* prlimit takes a PID: had the process ended by now, we could have met another one. */
	if (poll(&target, 1, 0) != 0)
		fail_usage(argv[1], "the process ended meanwhile");
}

/* What needs a namespace or an identity of its own is done by a child, whose pipe stays empty when all went well. */
static void in_child(uint32_t id, const char *stage, char **argv, void work(char **argv))
{
	int report[2];
	if (pipe2(report, O_CLOEXEC) < 0) {
		error_of(id, stage, errno, argv[1]);
		return;
	}
	pid_t child = fork();
	if (child == 0) {
		fail_report_to(report[1]);
		fail_stage(stage);
		work(argv);
		struct reply reply;
		reply_begin(&reply);
		reply_add(&reply, "ok");
		(void)!write(report[1], reply.bytes, reply.used);
		_exit(0);
	}
	int err = errno;
	close(report[1]);
	if (child > 0) {
		replies_expect(id, report[0]);
		return;
	}
	close(report[0]);
	error_of(id, stage, err, argv[1]);
}

static void hostname(uint32_t id, unsigned argc, char **argv)
{
	(void)argc;
	in_child(id, "hostname", argv, hostname_in_child);
}

static void prlimit_request(uint32_t id, unsigned argc, char **argv)
{
	(void)argc;
	in_child(id, "prlimit", argv, prlimit_in_child);
}

static void do_line(uint32_t id, struct reader *line)
{
	struct failure failure;
	if (files_do(line, &failure) == 0)
		reply_ok(id);
	else
		replies_error(id, failure.stage, failure.err, failure.path, failure.text);
}

static const struct {
	const char *name;
	unsigned argc_min, argc_max;
	void (*run)(uint32_t id, unsigned argc, char **argv);
} requests[] = {
	{"hello", 1, 1, hello},
	{"join", 2, FRAME_ARGS_MAX, join},
	{"start", 2, 2, start},
	{"adopt", 4, 4, adopt},
	{"hostname", 4, 4, hostname},
	{"prlimit", 6, 6, prlimit_request},
};

void request_run(uint32_t id, const struct instruction *request, struct reader *rest)
{
	const char *name = request->argv[0];
	if (strcmp(name, "do") == 0) {
		do_line(id, rest);
		return;
	}
	if (strcmp(name, "look") == 0) {
		look(id, rest);
		return;
	}
	for (size_t i = 0; i < sizeof requests / sizeof requests[0]; i++) {
		if (strcmp(requests[i].name, name) != 0)
			continue;
		if (request->argc < requests[i].argc_min || request->argc > requests[i].argc_max)
			replies_error(id, name, 0, "", "wrong number of arguments");
		else
			requests[i].run(id, request->argc, request->argv);
		return;
	}
	replies_error(id, "request", 0, name, "unknown request: the helper is older than its caller");
}
