#include "launch.h"

#include "child.h"
#include "fail.h"
#include "process.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <signal.h>

/* In the child: everything that is the monitor's goes with execve (close-on-exec), only the report end of the parent at once. */
static _Noreturn void child_main(int directory, int program, int report, const char *attach_to)
{
	static struct child child __attribute__((aligned(4096)));
	fail_report_to(report);
	fail_stage("setup");
	/* In our own PID namespace there is no session yet, in the host's it is the monitor's. */
	setsid();
	child.report = report;
	child_die_with_parent(&child);
	fail_stage("into-cgroup");
	if (attach_to && file_write(attach_to, "0") < 0)
		fail(attach_to);
	fail_stage("setup");
	size_t length;
	char *instructions = program_kept(&length);
	if (!instructions)
		instructions = program_read(program, &length);
	child_open_host(&child, instructions, length);
	child.report = report;
	fail_stage("stdio");
	int stdio[3] = {child.null, openat(directory, "stdout", O_RDWR | O_NOFOLLOW | O_CLOEXEC),
			openat(directory, "stderr", O_RDWR | O_NOFOLLOW | O_CLOEXEC)};
	if (stdio[1] < 0 || stdio[2] < 0)
		fail(stdio[1] < 0 ? "stdout" : "stderr");
	child_run(&child, instructions, length, stdio);
}

bool launch_start(struct launch *launch, const struct settings *settings, int directory, int program, bool attach, const char **path)
{
	int report[2], cgroup = -1;
	char procs_file[1024];
	struct text procs = TEXT(procs_file);
	*path = settings->into_cgroup;
	text_add(&procs, settings->into_cgroup);
	text_add(&procs, "/cgroup.procs");
	if (!attach && *settings->into_cgroup && (cgroup = sys_open(settings->into_cgroup, O_PATH | O_DIRECTORY | O_CLOEXEC)) < 0)
		return false;
	if (pipe2(report, O_CLOEXEC) < 0)
		return false;
	struct clone_args args = {
		/* A signal meant for the container takes its default action there: our handlers would swallow it. */
		.flags = settings->clone_flags | CLONE_PIDFD | CLONE_CLEAR_SIGHAND | (cgroup >= 0 ? CLONE_INTO_CGROUP : 0),
		.pidfd = (uint64_t)(uintptr_t)&launch->pidfd,
		.exit_signal = SIGCHLD,
		.cgroup = cgroup >= 0 ? (uint64_t)cgroup : 0,
	};
	launch->pid = sys_clone3(&args);
	if (launch->pid == 0) {
		close(report[0]);
		child_main(directory, program, report[1], attach ? procs_file : NULL);
	}
	int err = errno;
	close(report[1]);
	if (cgroup >= 0)
		close(cgroup);
	if (launch->pid < 0)
		close(report[0]);
	launch->report = report[0];
	errno = err;
	return launch->pid > 0;
}
