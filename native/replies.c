#include "replies.h"

#include "fail.h"
#include "order.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct expected {
	uint32_t id;
	int pipe;
};

static struct expected *expected;
static struct pollfd *polled; /* [i + 1] is expected[i] */
static size_t count, room;

static void write_all(const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t wrote = write(REPLIES, bytes, size);
		if (wrote < 0 && errno == EINTR)
			continue;
		/* Nobody listens any more. The monitors that have begun go on by themselves. */
		if (wrote < 0)
			_exit(1);
		bytes += wrote;
		size -= (size_t)wrote;
	}
}

/* Who waits is woken once for a few replies, not for each: waking takes as long as a small request. */
static char held[REPLY_HEADER + REPLY_MAX];
static size_t held_bytes;
static unsigned held_replies;
#define HELD_MAX 16

void replies_flush(void)
{
	write_all(held, held_bytes);
	held_bytes = held_replies = 0;
}

static void header(char *frame, uint32_t id, size_t size)
{
	u32_put(frame, (uint32_t)size - 4);
	u32_put(frame + 4, id);
}

void replies_send_frame(uint32_t id, char *frame, size_t size)
{
	replies_flush();
	header(frame, id, size);
	write_all(frame, size);
}

static void send(uint32_t id, const char *body, size_t size)
{
	size_t whole = REPLY_HEADER + size;
	if (held_bytes + whole > sizeof held)
		replies_flush();
	header(held + held_bytes, id, whole);
	memcpy(held + held_bytes + REPLY_HEADER, body, size);
	held_bytes += whole;
	if (++held_replies == HELD_MAX)
		replies_flush();
}

void replies_send(uint32_t id, const struct reply *reply)
{
	send(id, reply->bytes, reply->used);
}

void replies_error(uint32_t id, const char *stage, int err, const char *path, const char *text)
{
	struct reply reply;
	order_failed(id);
	fail_to_reply(&reply, stage, err, path, text);
	replies_send(id, &reply);
}

static void make_room(size_t wanted)
{
	room = wanted;
	expected = realloc(expected, room * sizeof *expected);
	polled = realloc(polled, (room + 1) * sizeof *polled);
	if (!expected || !polled)
		_exit(125);
}

void replies_expect(uint32_t id, int pipe)
{
	if (count == room)
		make_room(room ? 2 * room : 64);
	expected[count++] = (struct expected){.id = id, .pipe = pipe};
}

size_t replies_expected(void)
{
	return count;
}

struct pollfd *replies_polled(void)
{
	if (!room)
		make_room(64);
	for (size_t i = 0; i < count; i++)
		polled[i + 1] = (struct pollfd){.fd = expected[i].pipe, .events = POLLIN};
	return polled;
}

/* One read is the whole reply: it was one write of less than PIPE_BUF. */
static void pass_on(size_t index)
{
	struct expected done = expected[index];
	char body[REPLY_MAX];
	ssize_t got = read(done.pipe, body, sizeof body);
	if (got < 0 && errno == EINTR)
		return;
	close(done.pipe);
	expected[index] = expected[--count];
	if (got > 0)
		send(done.id, body, (size_t)got);
	else
		replies_error(done.id, "monitor", 0, "", "ended before it replied");
}

void replies_pass_on(const struct pollfd *now)
{
	/* Backwards: a finished one is replaced by the last. */
	for (size_t i = count; i > 0; i--)
		if (now[i].revents)
			pass_on(i - 1);
	replies_flush();
}
