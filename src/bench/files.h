/* Whole-file reads and writes, and the end of the program when something fails. */
#ifndef BENCH_FILES_H
#define BENCH_FILES_H

#include <stddef.h>
#include <sys/types.h>

/* Prints `PROGRAM: OPERATION PATH: reason of errno` and exits with 1. */
_Noreturn void die(const char *operation, const char *path);

/* Returns 0, or -1 with errno. */
int write_file(const char *path, const char *text);

/* Reads at most size - 1 bytes and ends them with NUL. Returns their number, or -1 with errno. */
ssize_t read_file(const char *path, char *text, size_t size);

#endif
