/*
 * Memory of a child on its way to execve, which takes it away: never given back, and most of it on pages that are there already.
 * An allocator would begin a heap, and for each region of the address space the kernel makes, copies and frees tables of its own.
 */
#ifndef ROOM_H
#define ROOM_H

#include <stddef.h>

/* Ends the process (fail.h) when there is none. */
void *room_take(size_t size);
char *room_copy(const char *string);

#endif
