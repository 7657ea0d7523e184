/* Bounded text without stdio: a monitor's memory is counted in pages, and printf alone is several. */
#ifndef TEXT_H
#define TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What does not fit is cut off; the text always ends in NUL. */
struct text {
	char *start;
	size_t used;
	size_t size;
};

#define TEXT(buffer) {.start = (buffer), .used = 0, .size = sizeof(buffer)}

void text_add(struct text *text, const char *string);
void text_number(struct text *text, int64_t number);
void text_padded(struct text *text, uint64_t number, unsigned digits);

/* The whole string must be the number (base 8, 10 or 16, no sign but a leading minus, no prefix). */
bool number_parse(const char *string, unsigned base, int64_t *number);
bool mask_parse(const char *hex, uint64_t *mask);

#endif
