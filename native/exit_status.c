#include "exit_status.h"

#include "process.h"
#include "text.h"

#include <string.h>
#include <sys/ioctl.h>

/* <linux/pidfd.h> of Linux 6.15; the build's headers may be older. */
struct pidfd_info_v0 {
	uint64_t mask;
	uint64_t cgroupid;
	uint32_t ids[11]; /* pid, tgid, ppid, then uids and gids */
	int32_t exit_code;
};
#define PIDFD_GET_INFO_V0 _IOWR(0xFF, 11, struct pidfd_info_v0)
#define PIDFD_INFO_EXIT_BIT (1ULL << 3)

/* Field 3 of /proc/PID/stat is the state, field 52, the last, the exit code. */
static bool of_zombie(pid_t pid, int *wait_status)
{
	char path[40], stat[1024];
	struct text text = TEXT(path);
	text_add(&text, "/proc/");
	text_number(&text, pid);
	text_add(&text, "/stat");
	if (file_read(path, stat, sizeof stat) < 0)
		return false;
	char *state = strrchr(stat, ')'), *last = strrchr(stat, ' ');
	if (!state || strncmp(state, ") Z", 3) != 0 || !last)
		return false;
	last[1 + strcspn(last + 1, "\n")] = '\0';
	int64_t code;
	if (!number_parse(last + 1, 10, &code))
		return false;
	*wait_status = (int)code;
	return true;
}

bool exit_status_of_stranger(pid_t pid, int64_t start_time, int pidfd, int *wait_status)
{
	if (process_start_time(pid) == start_time && of_zombie(pid, wait_status))
		return true;
	struct pidfd_info_v0 info = {.mask = PIDFD_INFO_EXIT_BIT};
	if (ioctl(pidfd, PIDFD_GET_INFO_V0, &info) < 0 || !(info.mask & PIDFD_INFO_EXIT_BIT))
		return false;
	*wait_status = info.exit_code;
	return true;
}
