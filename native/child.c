#include "child.h"

#include "fail.h"
#include "identity.h"
#include "names.h"
#include "room.h"
#include "rootfs_path.h"
#include "signals.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <net/if.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/vfs.h>

#define PROC_SUPER_MAGIC 0x9fa0
#define DEFAULT_PATH "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin"

void step_attach(struct child *child, unsigned argc, char **argv)
{
	/* "0" is the writer itself. In a v1 `tasks` file that skips the lock over all processes that any other write takes. */
	int file = child->attach[child->attach_next++];
	if (argc != 2)
		fail_usage("", "expects one file");
	if (write(file, "0", 1) < 0)
		fail(argv[1]);
	close(file);
}

void step_unshare(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	(void)argc;
	if (sys_unshare(namespace_flags(argv + 1)) < 0)
		fail(argv[1] ? argv[1] : "");
}

void step_loopback(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	(void)argc;
	(void)argv;
	int control = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	struct ifreq request = {.ifr_name = "lo"};
	if (control < 0 || ioctl(control, SIOCGIFFLAGS, &request) < 0)
		fail("lo");
	request.ifr_flags |= IFF_UP | IFF_RUNNING;
	if (ioctl(control, SIOCSIFFLAGS, &request) < 0)
		fail("lo");
	close(control);
}

void step_hostname(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	if (argc != 2)
		fail_usage("", "expects a name");
	if (sethostname(argv[1], strlen(argv[1])) < 0)
		fail(argv[1]);
}

void step_domainname(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	if (argc != 2)
		fail_usage("", "expects a name");
	if (syscall(SYS_setdomainname, argv[1], strlen(argv[1])) < 0)
		fail(argv[1]);
}

/* Room for the NULL at the end is not counted. */
static void environment_grow(struct child *child)
{
	unsigned room = child->environment_room ? 2 * child->environment_room : 15;
	char **grown = room_take((room + 1) * sizeof(char *));
	if (child->environment_count)
		memcpy(grown, child->environment, child->environment_count * sizeof(char *));
	child->environment = grown;
	child->environment_room = room;
}

/* Later wins: `HOME=/a` takes the place of an earlier `HOME=…`. */
static void environment_set(struct child *child, char *entry)
{
	size_t name = strcspn(entry, "=");
	for (unsigned i = 0; i < child->environment_count; i++)
		if (strncmp(child->environment[i], entry, name + 1) == 0) {
			child->environment[i] = entry;
			return;
		}
	if (child->environment_count == child->environment_room)
		environment_grow(child);
	child->environment[child->environment_count++] = entry;
	child->environment[child->environment_count] = NULL;
}

static const char *environment_get(const struct child *child, const char *name)
{
	size_t length = strlen(name);
	for (unsigned i = 0; i < child->environment_count; i++)
		if (strncmp(child->environment[i], name, length) == 0 && child->environment[i][length] == '=')
			return child->environment[i] + length + 1;
	return NULL;
}

static void step_env(struct child *child, unsigned argc, char **argv)
{
	if (argc != 2 || !strchr(argv[1], '=') || *argv[1] == '=')
		fail_usage(argc == 2 ? argv[1] : "", "expects KEY=VALUE");
	environment_set(child, argv[1]);
}

static void step_user(struct child *child, unsigned argc, char **argv)
{
	if (argc < 2 || argc - 2 > CHILD_GROUPS_MAX)
		fail_usage("", "expects a user and at most 256 group ids");
	child->user = argv[1];
	child->group_count = 0;
	for (unsigned i = 2; i < argc; i++)
		child->groups[child->group_count++] = (gid_t)number_of(argv[i], 10);
}

static void step_capabilities(struct child *child, unsigned argc, char **argv)
{
	if (argc != 2 || !mask_parse(argv[1], &child->capabilities))
		fail_usage(argc == 2 ? argv[1] : "", "expects a hexadecimal mask");
	child->capabilities_set = true;
}

static void step_no_new_privileges(struct child *child, unsigned argc, char **argv)
{
	(void)argc;
	(void)argv;
	child->no_new_privileges = true;
}

static void step_cwd(struct child *child, unsigned argc, char **argv)
{
	if (argc != 2 || argv[1][0] != '/')
		fail_usage(argc == 2 ? argv[1] : "", "expects an absolute path");
	child->cwd = argv[1];
}

static void step_exec(struct child *child, unsigned argc, char **argv)
{
	if (argc < 2 || !*argv[1])
		fail_usage("", "expects a command");
	child->command = room_take(argc * sizeof(char *));
	memcpy(child->command, argv + 1, argc * sizeof(char *)); /* with the NULL at the end */
}

/* `set`, and what the exec life did before it came here. */
static void step_done_elsewhere(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	(void)argc;
	(void)argv;
}

static const struct {
	const char *name;
	child_step *step;
} steps[] = {
	{"attach", step_attach},
	{"bind", step_bind},
	{"bind-root", step_bind_root},
	{"capabilities", step_capabilities},
	{"cgroup-mount", step_cgroup_mount},
	{"cwd", step_cwd},
	{"dir", step_dir},
	{"domainname", step_domainname},
	{"env", step_env},
	{"exec", step_exec},
	{"host-root", step_host_root},
	{"hostname", step_hostname},
	{"ioprio", step_ioprio},
	{"join", step_done_elsewhere},
	{"loopback", step_loopback},
	{"mask", step_mask},
	{"mknod", step_mknod},
	{"mount", step_mount},
	{"nice", step_nice},
	{"no-new-privileges", step_no_new_privileges},
	{"oom-score-adj", step_oom_score_adj},
	{"overlay", step_overlay},
	{"pivot", step_pivot},
	{"propagation", step_propagation},
	{"readonly", step_readonly},
	{"rlimit", step_rlimit},
	{"root-of", step_done_elsewhere},
	{"scratch", step_scratch},
	{"set", step_done_elsewhere},
	{"symlink", step_symlink},
	{"umask", step_umask},
	{"unshare", step_unshare},
	{"user", step_user},
	{"wrap", step_wrap},
};

static void step_run(struct child *child, const struct instruction *instruction)
{
	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		if (strcmp(steps[i].name, instruction->argv[0]) == 0) {
			fail_stage(steps[i].name);
			if (steps[i].step != step_mknod && steps[i].step != step_symlink)
				nodes_end(child);
			steps[i].step(child, instruction->argc, instruction->argv);
			return;
		}
	fail_stage("program");
	fail_usage(instruction->argv[0], "unknown instruction: the helper is older than its caller");
}

static void attach_open(struct child *child, const char *path)
{
	fail_stage("attach");
	if (child->attach_count == CHILD_ATTACH_MAX)
		fail_usage(path, "more than 64 cgroups");
	int file = sys_open(path, O_WRONLY | O_CLOEXEC);
	if (file < 0)
		fail(path);
	child->attach[child->attach_count++] = file;
}

int null_open(int flags)
{
	struct stat status;
	int null = sys_open("/dev/null", flags | O_CLOEXEC | O_NOFOLLOW);
	if (null < 0 || fstat(null, &status) < 0)
		fail("/dev/null");
	if (!S_ISCHR(status.st_mode) || status.st_rdev != makedev(1, 3))
		fail_usage("/dev/null", "is not character device 1:3");
	return null;
}

void child_open_host(struct child *child, char *program, size_t length)
{
	*child = (struct child){.root = -1, .scratch = -1, .null_mount = -1, .empty_mount = -1, .nodes = -1, .report = -1, .umask = 0022};
	fail_stage("proc");
	struct statfs filesystem;
	child->proc = sys_open("/proc", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (child->proc < 0 || fstatfs(child->proc, &filesystem) < 0)
		fail("/proc");
	if (filesystem.f_type != PROC_SUPER_MAGIC)
		fail_usage("/proc", "is not procfs; mount proc on it");
	fail_stage("null");
	child->null = null_open(O_RDWR);

	struct reader reader = {.at = program, .end = program + length};
	struct instruction instruction;
	int more;
	while ((more = frame_next(&reader, &instruction)) > 0)
		if (strcmp(instruction.argv[0], "attach") == 0)
			attach_open(child, instruction.argc == 2 ? instruction.argv[1] : "");
	fail_stage("program");
	if (more < 0)
		fail_usage("", "malformed container program");
}

/* As root, since the user may not be allowed to make it; by descriptor, so that /proc/self/fd/N is no way out (CVE-2024-21626). */
static int cwd_open(const struct child *child)
{
	const char *path = child->cwd ? child->cwd : "/";
	fail_stage("cwd");
	int directory = child->host_root ? rootfs_open(child->root, path, O_PATH | O_DIRECTORY) : rootfs_directory(child->root, path);
	if (directory < 0 && errno == ELOOP)
		fail_because(path, "a link of /proc/PID/fd, cwd or root is no working directory");
	if (directory < 0)
		fail(path);
	return directory;
}

/* The kernel's own answer: "(unreachable)/…" is a directory outside the root. */
static void cwd_check(const char *path)
{
	char buffer[4096];
	if (syscall(SYS_getcwd, buffer, sizeof buffer) < 0)
		fail(path);
	if (buffer[0] != '/')
		fail_usage(path, "leads outside the container's root");
}

/* False when root itself may not enter (a root-squashed NFS directory): then the user may. */
static bool cwd_enter(const struct child *child, int directory)
{
	const char *path = child->cwd ? child->cwd : "/";
	fail_stage("cwd");
	if (fchdir(directory) < 0) {
		if (errno == EACCES)
			return false;
		fail(path);
	}
	cwd_check(path);
	return true;
}

static void stdio_set(const struct child *child, const int *stdio, uid_t uid)
{
	(void)child;
	fail_stage("stdio");
	for (int fd = 0; fd < 3; fd++) {
		struct stat status;
		if (dup2(stdio[fd], fd) < 0 || fstat(fd, &status) < 0)
			fail("");
		/* So that the user can open /dev/stdout again; the null device is everybody's. */
		if (S_ISFIFO(status.st_mode) && status.st_uid != uid && fchown(fd, uid, (gid_t)-1) < 0)
			fail("");
	}
}

/*
 * If our parent dies before execve, nobody waits for the rest: die too. The kernel forgets the wish when credentials
 * change, so it is made again; the parent may have died before it was made, so look: our end of the report pipe has no reader then.
 */
void child_die_with_parent(const struct child *child)
{
	struct pollfd report = {.fd = child->report};
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	if (child->report >= 0 && poll(&report, 1, 0) > 0 && report.revents & POLLERR)
		_exit(125);
}

/* The command's own PATH decides, as a shell does it: what exists but is not executable is remembered (126, not 127). */
static _Noreturn void command_execute(struct child *child)
{
	char **command = child->command;
	fail_stage("exec");
	if (strchr(command[0], '/')) {
		execve(command[0], command, child->environment);
		fail(command[0]);
	}
	const char *path = environment_get(child, "PATH");
	bool denied = false;
	for (const char *at = path ? path : DEFAULT_PATH;; at++) {
		size_t length = strcspn(at, ":");
		char file[4096];
		if (length + strlen(command[0]) + 2 < sizeof file) {
			memcpy(file, at, length);
			file[length] = '/';
			strcpy(file + (length ? length + 1 : 0), command[0]);
			execve(file, command, child->environment);
			denied |= errno != ENOENT && errno != ENOTDIR;
			if (errno != EACCES && errno != ENOENT && errno != ENOTDIR)
				fail(file);
		}
		at += length;
		if (!*at)
			break;
	}
	errno = denied ? EACCES : ENOENT;
	fail_because(command[0], path ? "looked for in the container's PATH" : "looked for in the default PATH, since env has none");
}

static _Noreturn void finish(struct child *child, const int *stdio)
{
	static struct identity identity __attribute__((aligned(4096)));
	fail_stage("program");
	if (!child->command)
		fail_usage("", "no exec instruction");
	if (child->root < 0)
		fail_usage("", "no root: overlay, bind-root, host-root or root-of is missing");
	/* All that opens files comes before the resource limits and before the user. */
	int directory = cwd_open(child);
	identity_find(child, &identity);
	if (!environment_get(child, "HOME")) {
		char home[sizeof identity.home + 5];
		strcpy(stpcpy(home, "HOME="), identity.home);
		environment_set(child, room_copy(home));
	}
	if (stdio)
		stdio_set(child, stdio, identity.uid);
	child_apply_rlimits(child);
	umask(child->umask);
	bool entered = cwd_enter(child, directory);
	identity_take(child, &identity);
	if (!entered && !cwd_enter(child, directory))
		fail(child->cwd);
	child_die_with_parent(child);
	fail_stage("exec");
	if (sys_close_range(3, ~0U, CLOSE_RANGE_CLOEXEC) < 0)
		fail("");
	/* A monitor has done so for its own part, and ignores one. */
	if (stdio)
		signal(SIGPIPE, SIG_DFL);
	else
		signals_reset();
	sigset_t none;
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
	/* One byte says: set up. End of file after it says: executed; without it: died on the way. */
	if (child->report >= 0)
		(void)!write(child->report, "R", 1);
	/* From here on PID 1 is whole, and outlives its parent by design. */
	if (stdio)
		prctl(PR_SET_PDEATHSIG, 0, 0, 0, 0);
	command_execute(child);
}

void child_run(struct child *child, char *program, size_t length, const int *stdio)
{
	struct reader reader = {.at = program, .end = program + length};
	struct instruction instruction;
	/* Nobody in the container's PID namespace may open our /proc/PID/exe and memory while we are on the way. */
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	umask(0); /* modes in the program are meant as they are written */
	while (frame_next(&reader, &instruction) > 0)
		step_run(child, &instruction);
	finish(child, stdio);
}
