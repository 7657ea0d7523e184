/*
 * The child's half of a container program: what `monitor` and `exec` run between clone or join and execve.
 * Every step either works or ends the process with stage, errno and path (fail.h).
 */
#ifndef CHILD_H
#define CHILD_H

#include "frame.h"

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#define CHILD_GROUPS_MAX 256
#define CHILD_ATTACH_MAX 64
#define CHILD_RLIMITS_MAX 16

struct child_rlimit {
	int resource;
	uint64_t soft, hard;
};

struct child {
	int root;        /* O_PATH of the root; -1 before there is one */
	int scratch;     /* O_PATH of the scratch tmpfs; -1 before */
	const char *scratch_path;
	bool host_root;  /* nothing may be made outside our own mounts */
	int proc;        /* the host's /proc, opened before the container could have a say */
	int null;        /* the host's /dev/null, for standard input */
	int null_mount;  /* of the first masked file: the others are clones of it */
	int empty_mount; /* of the first masked directory */
	int nodes;       /* O_PATH of the directory in which nodes are being made, and its path; -1: none are */
	const char *nodes_path;
	size_t nodes_length;
	int report;      /* what execve closes: end of file says that PID 1 runs */

	int attach[CHILD_ATTACH_MAX]; /* opened before the first instruction, since a pivot hides them */
	unsigned attach_count, attach_next;

	/* Taken note of, done last, in the order that the kernel wants. */
	const char *user;
	gid_t groups[CHILD_GROUPS_MAX];
	unsigned group_count;
	bool capabilities_set;
	uint64_t capabilities;
	bool no_new_privileges;
	const char *cwd;
	mode_t umask;
	struct child_rlimit rlimits[CHILD_RLIMITS_MAX];
	unsigned rlimit_count;
	char **environment; /* NULL-ended */
	unsigned environment_count, environment_room;
	char **command;
};

/* Opens what must be opened while /proc, /dev and the cgroups are still the host's. */
void child_open_host(struct child *child, char *program, size_t length);
/* Runs every instruction, then execve; with STDIO, descriptors 0, 1 and 2 are replaced by these. */
_Noreturn void child_run(struct child *child, char *program, size_t length, const int *stdio);

/* One handler per instruction; argv[0] is its name. */
typedef void child_step(struct child *child, unsigned argc, char **argv);
child_step step_propagation, step_scratch, step_wrap, step_overlay, step_bind_root, step_host_root, step_pivot;     /* rootfs.c */
child_step step_mount, step_cgroup_mount, step_bind, step_mask, step_readonly;                                     /* mounts.c */
child_step step_dir, step_symlink, step_mknod;                                                                     /* nodes.c */
child_step step_attach, step_unshare, step_loopback, step_hostname, step_domainname;                               /* child.c */
child_step step_umask, step_nice, step_ioprio, step_oom_score_adj, step_rlimit;                                    /* limits.c */

/* The host's /dev/null, checked to be character device 1:3; only before the pivot. */
int null_open(int flags);
/* Ask to be killed when the parent ends, and end now if it has ended already. */
void child_die_with_parent(const struct child *child);
void child_apply_rlimits(const struct child *child); /* limits.c */
void nodes_end(struct child *child); /* nodes.c: before anything else is done */

#endif
