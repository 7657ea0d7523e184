#ifndef LAUNCH_H
#define LAUNCH_H

#include "settings.h"

#include <stdbool.h>

/* A container's first process on its way to execve. */
struct launch {
	pid_t pid;
	int pidfd;
	int report; /* `R`, then end of file: executed. An `error` instruction: failed. Neither: died on the way */
};

/*
 * Clones the child that runs the program; false with errno, *PATH is what it was about. DIRECTORY holds the FIFOs. The child is
 * born in the settings' `into-cgroup`; with ATTACH it enters by cgroup.procs instead, which costs a global lock.
 */
bool launch_start(struct launch *launch, const struct settings *settings, int directory, int program, bool attach, const char **path);

#endif
