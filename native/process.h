/* A process is named by PID and start time, since PIDs are used again; a pidfd keeps hold of it. */
#ifndef PROCESS_H
#define PROCESS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* Field 22 of /proc/PID/stat, clock ticks after boot; -1 with errno when it cannot be read. */
int64_t process_start_time(pid_t pid);

/* A pidfd, or -1: ESRCH also when PID is another process by now. */
int process_open(pid_t pid, int64_t start_time);

/* The line `KEY:` of /proc/PID/status as text; false with errno. */
bool process_status_field(pid_t pid, const char *key, char *value, unsigned size);

/* Reads at most size - 1 bytes and ends them with NUL; -1 with errno. */
ssize_t file_read(const char *path, char *buffer, unsigned size);
/* One write(2), as cgroup files want it; -1 with errno. */
int file_write(const char *path, const char *value);

#endif
