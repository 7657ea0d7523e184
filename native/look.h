/* Answers about many directories of cgroupfs in one reply, docs/helper-protocol.md. */
#ifndef LOOK_H
#define LOOK_H

#include "frame.h"

#include <stdint.h>

/* The rest of the request's frame: an instruction for each directory, its path and the names of files in it. */
void look(uint32_t id, struct reader *questions);

#endif
