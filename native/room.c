#include "room.h"

#include "fail.h"

#include <stdlib.h>
#include <string.h>

#define ALIGNED(size) (((size) + 15) & ~(size_t)15)

/* Enough for nearly every container; what is not touched costs nothing. */
static char room[32 << 10] __attribute__((aligned(16)));
static size_t used;

void *room_take(size_t size)
{
	size_t needed = ALIGNED(size);
	if (needed >= size && needed <= sizeof room - used) {
		used += needed;
		return room + used - needed;
	}
	void *taken = malloc(size);
	if (!taken)
		fail("");
	return taken;
}

char *room_copy(const char *string)
{
	size_t size = strlen(string) + 1;
	return memcpy(room_take(size), string, size);
}
