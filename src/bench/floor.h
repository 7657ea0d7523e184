/* What the floor does with N containers c0, c1, …; each ends the program when something fails. */
#ifndef BENCH_FLOOR_H
#define BENCH_FLOOR_H

#include <stdbool.h>

/* STATE takes the writable layers, ROOTFS is the read-only one, MARK is the argument of sleep. */
void start_all(bool best, int count, const char *state, const char *rootfs, const char *mark);

/* Reads what tells that nothing has to be done: limits, process, namespaces, membership, mounts. */
void read_all(int count);

/* Kills, waits, and removes cgroups and writable layers. */
void delete_all(int count, const char *state);

#endif
