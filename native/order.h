/* Which requests have failed: one that was sent `after` them is not done. */
#ifndef ORDER_H
#define ORDER_H

#include <stdint.h>

void order_failed(uint32_t id);

/* The first of these ids (decimal, NULL-ended) whose request has failed; NULL when none has. */
const char *order_first_failed(char **ids);

#endif
