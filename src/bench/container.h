/* The child's side of the floor: from a fresh set of namespaces to execve. */
#ifndef BENCH_CONTAINER_H
#define BENCH_CONTAINER_H

#include "cgroups.h"

struct container {
	const struct hierarchies *hierarchies;
	int index;
	const char *state;  /* holds c<index>/{upper,work} and the mount point root/ */
	const char *rootfs; /* the read-only layer */
	const char *mark;   /* the argument of sleep, by which the processes are counted */
	int report;	    /* close-on-exec: takes a struct failure, ends with execve */
};

struct failure {
	int index;
	int error; /* errno */
	char stage[64];
};

/*
 * Writes 0 to the leaf's `tasks` in every v1 hierarchy. That moves the calling thread alone and
 * spares the lock over all thread groups that `cgroup.procs` takes.
 */
void attach_self_v1(const struct container *container);

/* Unshares the cgroup namespace, mounts, pivots, drops privileges and executes sleep. */
_Noreturn void become_container(const struct container *container);

#endif
