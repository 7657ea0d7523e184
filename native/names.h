/* Words of the protocol and the kernel's numbers for them. */
#ifndef NAMES_H
#define NAMES_H

#include <stdint.h>

/* 0 when the word is none of ours. */
uint64_t namespace_flag(const char *type);
uint64_t namespace_flags(char **types); /* a NULL-ended list; fails (see fail.h) on an unknown word */

/* With or without RLIMIT_; -1 when unknown. */
int rlimit_number(const char *resource);

/* Comma separated `ro nosuid …` as MOUNT_ATTR_ bits; fails on an unknown word. */
uint64_t mount_attributes(const char *words);

/* `max` is RLIM_INFINITY; fails on what is no number. */
uint64_t limit_value(const char *text);
int64_t number_of(const char *text, unsigned base);

#endif
