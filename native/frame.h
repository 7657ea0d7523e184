/*
 * Instructions, as docs/helper-protocol.md lays them out:
 *
 *   frame        u32 length (little endian, of what follows)  u32 id  instruction…
 *   instruction  u16 argc  then argc strings, each ended by NUL
 */
#ifndef FRAME_H
#define FRAME_H

#include <stddef.h>
#include <stdint.h>

#define FRAME_MAX (1u << 20)
#define FRAME_ARGS_MAX 4096u
#define REPLY_MAX 4088u /* less than PIPE_BUF: the write of a reply is atomic */
#define REPLY_STRING_MAX 680u /* so that `error` with its four strings always fits */

/*
 * The requests of a server, or the program of a monitor or of exec: nobody is two of these. What is not touched costs nothing, but
 * where memory is not overcommitted every monitor has it on its bill.
 */
extern char frame_room[4 + FRAME_MAX];

struct reader {
	char *at;
	char *end;
};

struct instruction {
	unsigned argc;
	char **argv; /* ends in NULL; the array is reused by the next frame_next, the strings stay */
};

/* 1: one was read; 0: the end; -1: malformed. */
int frame_next(struct reader *reader, struct instruction *instruction);
/* Gives back the memory of the array; the last instruction is void. */
void frame_forget(void);

struct reply {
	size_t used;
	char bytes[REPLY_MAX];
};

/* A longer string is cut, so that an error always gets through. */
void reply_begin(struct reply *reply);
void reply_add(struct reply *reply, const char *string);
void reply_number(struct reply *reply, int64_t number);

uint32_t u32_get(const char *bytes);
void u32_put(char *bytes, uint32_t value);

#endif
