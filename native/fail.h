/*
 * Failure: stage + errno + path. A process that sets something up (a monitor before its first start, a container's child, a
 * one-request child of serve) has nothing to go on with when a step fails: it says so on its report descriptor and ends.
 */
#ifndef FAIL_H
#define FAIL_H

#include "frame.h"

#include <stdbool.h>

/* An `error STAGE ERRNO PATH TEXT` instruction goes to this descriptor. */
void fail_report_to(int fd);
/* Or one line to standard error, for a person; the exit status is then 125, or 126 and 127 as a shell's. */
void fail_report_to_person(void);

/* The name of what is being done from now on: an instruction's name. The string must stay. */
void fail_stage(const char *stage);
const char *fail_current_stage(void);

/* Both take errno from the call that failed; PATH may be empty, never NULL. */
_Noreturn void fail(const char *path);
_Noreturn void fail_because(const char *path, const char *text);
/* Not a system call's failure: errno 0. */
_Noreturn void fail_usage(const char *path, const char *text);

/* What `fail` would say, as a reply. */
void fail_to_reply(struct reply *reply, const char *stage, int err, const char *path, const char *text);

#endif
