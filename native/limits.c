/* Scheduling and resource attributes of the process itself. */
#include "child.h"
#include "fail.h"
#include "names.h"
#include "sys.h"

#include <string.h>
#include <sys/resource.h>

static const char *only_argument(unsigned argc, char **argv)
{
	if (argc != 2)
		fail_usage("", "expects one value");
	return argv[1];
}

void step_umask(struct child *child, unsigned argc, char **argv)
{
	child->umask = (mode_t)number_of(only_argument(argc, argv), 8);
}

void step_nice(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	if (setpriority(PRIO_PROCESS, 0, (int)number_of(only_argument(argc, argv), 10)) < 0)
		fail(argv[1]);
}

/* ioprio_set(2): the class is in the upper bits. */
#define IOPRIO_WHO_PROCESS 1
#define IOPRIO_CLASS_SHIFT 13

static int64_t io_class(const char *word)
{
	static const char *const classes[] = {"none", "realtime", "best-effort", "idle"};
	for (int i = 0; i < 4; i++)
		if (strcmp(word, classes[i]) == 0)
			return i;
	return number_of(word, 10);
}

void step_ioprio(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	if (argc != 3)
		fail_usage("", "expects a class and a priority");
	int64_t value = io_class(argv[1]) << IOPRIO_CLASS_SHIFT | number_of(argv[2], 10);
	if (syscall(SYS_ioprio_set, IOPRIO_WHO_PROCESS, 0, (int)value) < 0)
		fail(argv[1]);
}

void step_oom_score_adj(struct child *child, unsigned argc, char **argv)
{
	const char *value = only_argument(argc, argv);
	/* Through the host's /proc, held open since before the container had a say (CVE-2025-52881); `self` is whoever looks. */
	int file = openat(child->proc, "self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	if (file < 0 || write(file, value, strlen(value)) < 0)
		fail("/proc/self/oom_score_adj");
	close(file);
}

/* Noted only: a low NOFILE would already bite the descriptors of the set-up. */
void step_rlimit(struct child *child, unsigned argc, char **argv)
{
	if (argc != 4)
		fail_usage("", "expects a resource, a soft and a hard limit");
	int resource = rlimit_number(argv[1]);
	if (resource < 0 || child->rlimit_count == CHILD_RLIMITS_MAX)
		fail_usage(argv[1], resource < 0 ? "unknown resource" : "too many resource limits");
	child->rlimits[child->rlimit_count++] =
		(struct child_rlimit){.resource = resource, .soft = limit_value(argv[2]), .hard = limit_value(argv[3])};
}

void child_apply_rlimits(const struct child *child)
{
	fail_stage("rlimit");
	for (unsigned i = 0; i < child->rlimit_count; i++) {
		struct rlimit limit = {.rlim_cur = child->rlimits[i].soft, .rlim_max = child->rlimits[i].hard};
		if (setrlimit(child->rlimits[i].resource, &limit) < 0)
			fail("");
	}
}
