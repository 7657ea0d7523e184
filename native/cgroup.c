#include "cgroup.h"

#include "process.h"
#include "sys.h"
#include "text.h"

#include <poll.h>
#include <signal.h>
#include <string.h>

/* `oom_kill 3` is a line of both; in memory.oom_control `oom_kill_disable 0` stands before it. */
int64_t cgroup_oom_kills(const struct settings *settings)
{
	char buffer[1024];
	if (!*settings->oom_file || file_read(settings->oom_file, buffer, sizeof buffer) < 0)
		return -1;
	char *rest = buffer;
	size_t length = strlen(settings->oom_key);
	for (char *line; (line = strsep(&rest, "\n")) != NULL;) {
		int64_t count;
		if (strncmp(line, settings->oom_key, length) == 0 && line[length] == ' ' && number_parse(line + length + 1, 10, &count))
			return count;
	}
	return -1;
}

/* The first PID of a cgroup.procs; 0 when there is none. A process of another PID namespace is shown as 0. */
static pid_t first_process(const char *procs_file)
{
	char buffer[64];
	if (file_read(procs_file, buffer, sizeof buffer) <= 0)
		return 0;
	char *newline = strchr(buffer, '\n');
	if (newline)
		*newline = '\0';
	int64_t pid;
	return number_parse(buffer, 10, &pid) ? (pid_t)pid : 0;
}

/* One after the other, each held by a pidfd and seen in the cgroup again, so that no stranger with its PID is hit. */
static void kill_by_list(const char *procs_file)
{
	pid_t pid;
	for (int rounds = 0; rounds < 65536 && (pid = first_process(procs_file)) > 0; rounds++) {
		struct pollfd process = {.fd = sys_pidfd_open(pid), .events = POLLIN};
		if (process.fd < 0)
			continue;
		if (first_process(procs_file) == pid && sys_pidfd_send_signal(process.fd, SIGKILL) == 0)
			poll(&process, 1, 1000);
		close(process.fd);
	}
}

/* The `cgroup.procs` beside a `cgroup.kill`. */
static const char *procs_beside(const char *kill_file, char *buffer, size_t size)
{
	struct text path = {.start = buffer, .size = size};
	text_add(&path, kill_file);
	char *slash = strrchr(buffer, '/');
	path.used = slash ? (size_t)(slash + 1 - buffer) : 0;
	text_add(&path, "cgroup.procs");
	return buffer;
}

void cgroup_kill(const struct settings *settings)
{
	char procs_file[1024];
	/*
	 * Not unless there is something to kill: the kernel counts these writes per cgroup, and since it compares the count of
	 * the parent's cgroup with that of the target, it kills every later child of CLONE_INTO_CGROUP at birth (seen on 6.18).
	 */
	if (*settings->kill_file) {
		if (first_process(procs_beside(settings->kill_file, procs_file, sizeof procs_file)) > 0)
			(void)!file_write(settings->kill_file, "1");
	} else if (*settings->procs_file) {
		kill_by_list(settings->procs_file);
	}
}
