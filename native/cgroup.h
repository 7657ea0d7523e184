#ifndef CGROUP_H
#define CGROUP_H

#include "settings.h"

/* The count after KEY in a file of `KEY N` lines (memory.events, memory.oom_control); -1 when it cannot be read. */
int64_t cgroup_oom_kills(const struct settings *settings);
/* Kills whatever is in the container's cgroup, and returns when it is dead (or does not die within a second a process). */
void cgroup_kill(const struct settings *settings);

#endif
