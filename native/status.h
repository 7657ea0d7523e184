/* The file `status`: what a reader needs to know without asking anybody. */
#ifndef STATUS_H
#define STATUS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

enum phase { PHASE_STARTING, PHASE_RUNNING, PHASE_BACKOFF, PHASE_STOPPING, PHASE_SUCCEEDED, PHASE_FAILED, PHASE_STOPPED };

/* One run of PID 1. Times are milliseconds since the epoch, 0 for none. */
struct run {
	int64_t started_at, finished_at;
	int exit_code; /* -1: none, or nobody knows */
	int signal;
	const char *reason; /* "" while it runs */
};

struct status {
	enum phase phase;
	pid_t pid; /* 0: none */
	int64_t start_time;
	int64_t next_start_at;
	int64_t restarts;
	struct run run, last;
	char message[256];
};

/* Writes `status` in the container directory by temp + rename; false with errno. Not synced: a boot makes it void anyway. */
bool status_write(int directory, const struct status *status);
/* After a monitor's death: what its successor goes on from. Leaves what it cannot read as it is. */
void status_carry_over(int directory, struct status *status);

int64_t now_ms(void);

#endif
