#ifndef MONITOR_H
#define MONITOR_H

#include <stdint.h>
#include <sys/types.h>

/* The life of a monitor. PID 0: start; else adopt that process. Its first reply goes to REPLY_FD. */
int monitor_main(const char *directory, int reply_fd, pid_t pid, int64_t start_time);

#endif
