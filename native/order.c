#include "order.h"

#include "text.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Bit N is request N. Callers count from 1, so this grows with what they have asked. */
static unsigned char *failed;
static size_t bytes;

/* Beyond it nobody counts: a caller that does may go without `after`. */
#define ID_MAX (1u << 24)

void order_failed(uint32_t id)
{
	if (id >= ID_MAX)
		return;
	if (id / 8 >= bytes) {
		size_t room = id / 4 + 64;
		failed = realloc(failed, room);
		if (!failed)
			_exit(125);
		memset(failed + bytes, 0, room - bytes);
		bytes = room;
	}
	failed[id / 8] |= (unsigned char)(1 << id % 8);
}

static int has_failed(const char *id)
{
	int64_t n;
	if (!number_parse(id, 10, &n) || n >= ID_MAX)
		return 1;
	return (size_t)n / 8 < bytes && failed[n / 8] & 1 << n % 8;
}

const char *order_first_failed(char **ids)
{
	for (; *ids; ids++)
		if (has_failed(*ids))
			return *ids;
	return NULL;
}
