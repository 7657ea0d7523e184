#include "floor.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroups.h"
#include "files.h"

static void remove_directory(const char *format, const char *state, int index)
{
	char path[512];
	snprintf(path, sizeof path, format, state, index);
	if (rmdir(path) < 0)
		die("rmdir", path);
}

static void remove_layers(const char *state, int index)
{
	remove_directory("%s/c%d/upper", state, index);
	remove_directory("%s/c%d/work/work", state, index);
	remove_directory("%s/c%d/work", state, index);
	remove_directory("%s/c%d", state, index);
}

static int signal_container(int pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	if (pidfd < 0)
		die("pidfd_open", "PID 1 of a container");
	if (syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0) < 0)
		die("kill", "PID 1 of a container");
	return pidfd;
}

static void await_end(int pidfd)
{
	struct pollfd ended = {.fd = pidfd, .events = POLLIN};
	while (poll(&ended, 1, -1) < 0)
		if (errno != EINTR)
			die("poll", "a pidfd");
	close(pidfd);
}

/* All are killed first, so that the kernel takes them apart while the first ones' directories go. */
void delete_all(int count, const char *state)
{
	struct hierarchies hierarchies;
	int *pidfds = calloc((size_t)count, sizeof *pidfds);
	if (pidfds == NULL)
		die("allocate", "the pidfds");
	find_hierarchies(&hierarchies);
	for (int index = 0; index < count; index++)
		pidfds[index] = signal_container(leaf_process(&hierarchies, index));
	for (int index = 0; index < count; index++) {
		await_end(pidfds[index]);
		remove_leaf(&hierarchies, &container_limits, index);
		remove_layers(state, index);
	}
	remove_group(&hierarchies);
}
