#include "text.h"

#include <string.h>

static void add_bytes(struct text *text, const char *bytes, size_t length)
{
	size_t room = text->size - 1 - text->used;
	if (length > room)
		length = room;
	memcpy(text->start + text->used, bytes, length);
	text->used += length;
	text->start[text->used] = '\0';
}

void text_add(struct text *text, const char *string)
{
	add_bytes(text, string, strlen(string));
}

void text_padded(struct text *text, uint64_t number, unsigned digits)
{
	char reversed[20], straight[20];
	unsigned length = 0;
	do {
		reversed[length++] = (char)('0' + number % 10);
		number /= 10;
	} while (number || length < digits);
	for (unsigned i = 0; i < length; i++)
		straight[i] = reversed[length - 1 - i];
	add_bytes(text, straight, length);
}

void text_number(struct text *text, int64_t number)
{
	if (number < 0)
		add_bytes(text, "-", 1);
	text_padded(text, number < 0 ? -(uint64_t)number : (uint64_t)number, 1);
}

static int digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return 99;
}

static bool magnitude_parse(const char *string, unsigned base, uint64_t *number)
{
	uint64_t value = 0;
	if (!*string)
		return false;
	for (; *string; string++) {
		unsigned digit = (unsigned)digit_of(*string);
		if (digit >= base || __builtin_mul_overflow(value, base, &value) || __builtin_add_overflow(value, digit, &value))
			return false;
	}
	*number = value;
	return true;
}

bool number_parse(const char *string, unsigned base, int64_t *number)
{
	bool negative = *string == '-';
	uint64_t value;
	if (!magnitude_parse(string + negative, base, &value) || value > INT64_MAX)
		return false;
	*number = negative ? -(int64_t)value : (int64_t)value;
	return true;
}

bool mask_parse(const char *hex, uint64_t *mask)
{
	if (hex[0] == '0' && (hex[1] == 'x' || hex[1] == 'X'))
		hex += 2;
	return magnitude_parse(hex, 16, mask);
}
