/*
 * stopwatch FILE COMMAND ARG…: runs COMMAND, writes how long it took to FILE (microseconds of
 * CLOCK_MONOTONIC, exec to exit) and exits with its status.
 */
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>

#include "files.h"

extern char **environ;

static long long microseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: stopwatch FILE COMMAND ARG...\n");
		return 2;
	}
	pid_t pid;
	int status;
	long long begin = microseconds();
	if (posix_spawnp(&pid, argv[2], NULL, NULL, argv + 2, environ) != 0)
		die("spawn", argv[2]);
	if (waitpid(pid, &status, 0) < 0)
		die("wait for", argv[2]);
	long long elapsed = microseconds() - begin;
	FILE *file = fopen(argv[1], "we");
	if (file == NULL || fprintf(file, "%lld\n", elapsed) < 0 || fclose(file) != 0)
		die("write", argv[1]);
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
