#ifndef SERVE_H
#define SERVE_H

#include "frame.h"

#include <stdint.h>

/* The life of the command server: requests on descriptor 0, replies on descriptor 1, until the end of file. */
int serve_main(void);

/* A request that is under way: its reply comes through a pipe. */
void serve_expect(uint32_t id, int pipe);
/* Replies now. */
void serve_reply(uint32_t id, const struct reply *reply);
void serve_error(uint32_t id, const char *stage, int err, const char *path, const char *text);

#endif
