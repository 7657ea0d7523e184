/* The `set` instructions of a container program: what the monitor itself goes by. */
#ifndef SETTINGS_H
#define SETTINGS_H

#include <stdint.h>
#include <sys/types.h>

#define PROGRAM_MAGIC "RCPROG1\n"
#define PROGRAM_MAGIC_LENGTH 8

enum restart_policy { RESTART_ALWAYS, RESTART_ON_FAILURE, RESTART_NEVER };

struct settings {
	/* Filled from its end, so that what is used of it lies on one page with the rest. */
	char text[4096];
	size_t text_free;
	enum restart_policy restart;
	int64_t backoff_initial_ms, backoff_max_ms, reset_after_ms;
	int64_t max_retries; /* -1: no bound */
	int stop_signal;
	int64_t grace_ms;
	int64_t log_size; /* bytes */
	int64_t log_files;
	uint64_t clone_flags;
	/* Empty when not set; they point into `text`. */
	const char *oom_file, *oom_key, *kill_file, *procs_file, *into_cgroup;
};

/* The instructions in FILE (after the magic), *LENGTH bytes, in place of those that were read before; NULL with errno. */
char *program_try_read(int file, size_t *length);
/* The same, but a failure ends the process (fail.h). */
char *program_read(int file, size_t *length);
/* What was read last; NULL when it has been forgotten. */
char *program_kept(size_t *length);
/* Gives back its memory. */
void program_forget(void);

/* NULL, or what is wrong with them. */
const char *settings_read(struct settings *settings, char *program, size_t length);

#endif
