#ifndef EXIT_STATUS_H
#define EXIT_STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/*
 * How a process that is not our child ended, as waitpid(2) would have said; false when nobody knows. From /proc/PID/stat
 * while it is a zombie, from the pidfd when it has been reaped (Linux 6.15).
 */
bool exit_status_of_stranger(pid_t pid, int64_t start_time, int pidfd, int *wait_status);

#endif
