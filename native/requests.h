#ifndef REQUESTS_H
#define REQUESTS_H

#include "frame.h"

#include <stdint.h>

/* Does one request, or sets it going; none waits for a container. `rest` is what follows the instruction in its frame. */
void request_run(uint32_t id, const struct instruction *request, struct reader *rest);

#endif
