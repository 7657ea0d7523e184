/* When a run has ended: again, and when? Pure: no clock, no file. */
#ifndef POLICY_H
#define POLICY_H

#include "settings.h"

#include <stdbool.h>

/* BURST counts the restarts since the last run that lasted reset-after. */
bool policy_restarts(const struct settings *settings, bool succeeded, int64_t burst);
/* The first restart of a burst comes at once, the next after the initial backoff, then twice that, up to the maximum. */
int64_t policy_delay_ms(const struct settings *settings, int64_t burst);

#endif
