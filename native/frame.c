#include "frame.h"

#include "text.h"

#include <string.h>
#include <sys/mman.h>

/* On pages of its own, so that a monitor, which reads its program once, can give them back. */
static char *arguments[FRAME_ARGS_MAX + 512] __attribute__((aligned(4096)));

char frame_room[4 + FRAME_MAX] __attribute__((aligned(4096)));

void frame_forget(void)
{
	madvise(arguments, sizeof arguments, MADV_DONTNEED);
}

int frame_next(struct reader *reader, struct instruction *instruction)
{
	if (reader->at == reader->end)
		return 0;
	if (reader->end - reader->at < 2)
		return -1;
	unsigned argc = (unsigned char)reader->at[0] | (unsigned)(unsigned char)reader->at[1] << 8;
	reader->at += 2;
	if (argc == 0 || argc > FRAME_ARGS_MAX)
		return -1;
	for (unsigned i = 0; i < argc; i++) {
		char *nul = memchr(reader->at, '\0', (size_t)(reader->end - reader->at));
		if (!nul)
			return -1;
		arguments[i] = reader->at;
		reader->at = nul + 1;
	}
	arguments[argc] = NULL;
	*instruction = (struct instruction){.argc = argc, .argv = arguments};
	return 1;
}

void reply_begin(struct reply *reply)
{
	reply->used = 2;
	reply->bytes[0] = reply->bytes[1] = 0;
}

void reply_add(struct reply *reply, const char *string)
{
	size_t length = strlen(string);
	if (length > REPLY_STRING_MAX)
		length = REPLY_STRING_MAX;
	if (reply->used + length + 1 > REPLY_MAX)
		return;
	memcpy(reply->bytes + reply->used, string, length);
	reply->used += length;
	reply->bytes[reply->used++] = '\0';
	reply->bytes[0]++;
}

void reply_number(struct reply *reply, int64_t number)
{
	char buffer[24];
	struct text text = TEXT(buffer);
	text_number(&text, number);
	reply_add(reply, buffer);
}

uint32_t u32_get(const char *bytes)
{
	const unsigned char *b = (const unsigned char *)bytes;
	return b[0] | (uint32_t)b[1] << 8 | (uint32_t)b[2] << 16 | (uint32_t)b[3] << 24;
}

void u32_put(char *bytes, uint32_t value)
{
	for (int i = 0; i < 4; i++)
		bytes[i] = (char)(value >> 8 * i);
}
