#include "process.h"

#include "sys.h"
#include "text.h"

#include <errno.h>
#include <string.h>

ssize_t file_read(const char *path, char *buffer, unsigned size)
{
	int fd = sys_open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -1;
	size_t used = 0;
	ssize_t got;
	while (used < size - 1 && (got = read(fd, buffer + used, size - 1 - used)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			int err = errno;
			close(fd);
			errno = err;
			return -1;
		}
		used += (size_t)got;
	}
	close(fd);
	buffer[used] = '\0';
	return (ssize_t)used;
}

int file_write(const char *path, const char *value)
{
	int fd = sys_open(path, O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -1;
	ssize_t wrote = write(fd, value, strlen(value));
	int err = errno;
	close(fd);
	errno = err;
	return wrote < 0 ? -1 : 0;
}

static void proc_path(char *buffer, unsigned size, pid_t pid, const char *file)
{
	struct text path = {.start = buffer, .size = size};
	text_add(&path, "/proc/");
	text_number(&path, pid);
	text_add(&path, file);
}

/*
 * /proc/PID/stat: `4242 (a name (with) anything) S 1 4242 …`. The name may hold spaces and parentheses, so fields are
 * counted after the last `)`: the state that follows it is field 3, the start time field 22.
 */
int64_t process_start_time(pid_t pid)
{
	char path[40], stat[1024];
	proc_path(path, sizeof path, pid, "/stat");
	if (file_read(path, stat, sizeof stat) < 0)
		return -1;
	char *at = strrchr(stat, ')');
	for (int field = 2; at && field < 22; field++)
		at = strchr(at + 1, ' ');
	char *end = at ? strchr(at + 1, ' ') : NULL;
	int64_t ticks;
	if (end)
		*end = '\0';
	if (!end || !number_parse(at + 1, 10, &ticks)) {
		errno = EPROTO;
		return -1;
	}
	return ticks;
}

int process_open(pid_t pid, int64_t start_time)
{
	/* First the pidfd, then the comparison: the other way round the PID could change hands in between. */
	int pidfd = sys_pidfd_open(pid);
	if (pidfd < 0)
		return -1;
	if (process_start_time(pid) == start_time)
		return pidfd;
	close(pidfd);
	errno = ESRCH;
	return -1;
}

/* /proc/PID/status: `SigCgt:<TAB>0000000000014002` */
bool process_status_field(pid_t pid, const char *key, char *value, unsigned size)
{
	char path[40], status[4096], wanted[32];
	proc_path(path, sizeof path, pid, "/status");
	if (file_read(path, status, sizeof status) < 0)
		return false;
	struct text line = TEXT(wanted);
	text_add(&line, "\n");
	text_add(&line, key);
	text_add(&line, ":\t");
	char *at = strstr(status, wanted);
	char *end = at ? strchr(at + 1, '\n') : NULL;
	if (!end) {
		errno = EPROTO;
		return false;
	}
	*end = '\0';
	struct text out = {.start = value, .size = size};
	text_add(&out, at + line.used);
	return true;
}
