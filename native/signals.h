#ifndef SIGNALS_H
#define SIGNALS_H

/* All 64 back to their default action: an ignored signal stays ignored across execve. */
void signals_reset(void);

#endif
