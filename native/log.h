/*
 * The log: lines from the two FIFOs in the CRI format, `TIME STREAM F|P TEXT`; `P`: more of this line follows.
 *
 *   2026-11-23T15:41:21.123456789Z stdout F hello
 */
#ifndef LOG_H
#define LOG_H

#include <stdint.h>

#define LOG_LINE_MAX 16384u

enum log_stream { LOG_STDOUT, LOG_STDERR, LOG_STREAMS };

/* Opens both FIFOs (made if missing) and `log` in the container directory; NULL, or the name of what failed, with errno. */
const char *log_open(int directory);
/* LOG_FILES counts `log` itself. */
void log_limit(int64_t size, int64_t files);
/* The FIFO to poll for input. */
int log_input(enum log_stream stream);
/* Moves what is there, at most one buffer; false when there was nothing. */
int log_move(enum log_stream stream);
/* A run has ended: takes what is left, an unfinished line included. */
void log_finish_run(void);

#endif
