/*
 * The request `do`: a straight line of small changes to files and control groups, up to the first that fails. What each
 * instruction means is in docs/helper-protocol.md.
 */
#ifndef FILES_H
#define FILES_H

#include "frame.h"

struct failure {
	const char *stage; /* the instruction's name */
	const char *path;
	int err;           /* 0: not a system call's; `text` says it */
	const char *text;
};

/* 0; or -1, and what failed. */
int files_do(struct reader *line, struct failure *failure);

#endif
