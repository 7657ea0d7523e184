/* What goes back to the caller: replies, each with its request's id, also of requests that are still under way. */
#ifndef REPLIES_H
#define REPLIES_H

#include "frame.h"

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

#define REPLIES 1 /* the descriptor */

/* Replies soon: before the helper waits for anything, or with a few others. */
void replies_send(uint32_t id, const struct reply *reply);
void replies_error(uint32_t id, const char *stage, int err, const char *path, const char *text);

void replies_flush(void);

/* Now, one that has been put together in place: room for the header, then the body. */
#define REPLY_HEADER 8 /* u32 length, u32 id */
#define REPLY_FRAME_MAX (4 + FRAME_MAX)
void replies_send_frame(uint32_t id, char *frame, size_t size);

/* A request that is under way: its reply comes through a pipe. */
void replies_expect(uint32_t id, int pipe);
size_t replies_expected(void);

/* To be polled: one entry for the caller's use, and behind it one for each reply that is expected. */
struct pollfd *replies_polled(void);
/* Passes on what has come. */
void replies_pass_on(const struct pollfd *polled);

#endif
