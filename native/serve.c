#include "serve.h"

#include "fail.h"
#include "order.h"
#include "requests.h"
#include "sys.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>

#define REQUESTS 0
#define REPLIES 1
#define HEADER 8 /* u32 length, u32 id */

struct pending {
	uint32_t id;
	int pipe;
};

static struct pending *pending;
static struct pollfd *polled; /* [0] is the request stream, [i + 1] pending[i] */
static size_t pending_count, pending_room, pending_max;

static char input[4 + FRAME_MAX] __attribute__((aligned(4096)));
static size_t input_used;
static bool input_ended;

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

static void send_reply(uint32_t id, const char *body, size_t size)
{
	char frame[HEADER + REPLY_MAX];
	u32_put(frame, (uint32_t)size + 4);
	u32_put(frame + 4, id);
	memcpy(frame + HEADER, body, size);
	write_all(frame, HEADER + size);
}

void serve_reply(uint32_t id, const struct reply *reply)
{
	send_reply(id, reply->bytes, reply->used);
}

void serve_error(uint32_t id, const char *stage, int err, const char *path, const char *text)
{
	struct reply reply;
	order_failed(id);
	fail_to_reply(&reply, stage, err, path, text);
	serve_reply(id, &reply);
}

void serve_expect(uint32_t id, int pipe)
{
	if (pending_count == pending_room) {
		pending_room = pending_room ? 2 * pending_room : 64;
		pending = realloc(pending, pending_room * sizeof *pending);
		polled = realloc(polled, (pending_room + 1) * sizeof *polled);
		if (!pending || !polled)
			_exit(125);
	}
	pending[pending_count++] = (struct pending){.id = id, .pipe = pipe};
}

/* One read is the whole reply: it was one write of less than PIPE_BUF. */
static void pending_finish(size_t index)
{
	struct pending done = pending[index];
	char body[REPLY_MAX];
	ssize_t got = read(done.pipe, body, sizeof body);
	if (got < 0 && errno == EINTR)
		return;
	close(done.pipe);
	pending[index] = pending[--pending_count];
	if (got > 0)
		send_reply(done.id, body, (size_t)got);
	else
		serve_error(done.id, "monitor", 0, "", "ended before it replied");
}

static void frame_run(char *frame, size_t length)
{
	uint32_t id = u32_get(frame);
	struct reader reader = {.at = frame + 4, .end = frame + length};
	struct instruction request;
	int more = frame_next(&reader, &request);
	if (more == 1 && strcmp(request.argv[0], "after") == 0) {
		const char *broken = order_first_failed(request.argv + 1);
		if (broken) {
			serve_error(id, "after", 0, broken, "a request before it has failed");
			return;
		}
		more = frame_next(&reader, &request);
	}
	if (more != 1)
		serve_error(id, "request", 0, "", "malformed frame");
	else
		request_run(id, &request, &reader);
}

/*
 * Requests may have been sent far ahead. When whoever sent them is gone, so is the lock under which they were to be done, and
 * the next run must not meet us at work.
 */
static bool caller_lives(void)
{
	struct pollfd replies = {.fd = REPLIES, .events = 0};
	return poll(&replies, 1, 0) <= 0;
}

/* As many requests as have come, as long as there are descriptors for them. */
static void requests_run(void)
{
	size_t at = 0;
	while (input_used - at >= 4 && pending_count < pending_max) {
		uint32_t length = u32_get(input + at);
		if (length < 4 || length > FRAME_MAX) {
			serve_error(0, "request", 0, "", "frame of a wrong length");
			_exit(125);
		}
		if (input_used - at - 4 < length)
			break;
		if (!caller_lives())
			_exit(1);
		frame_run(input + at + 4, length);
		at += 4 + length;
	}
	input_used -= at;
	memmove(input, input + at, input_used);
}

static void input_read(void)
{
	ssize_t got = read(REQUESTS, input + input_used, sizeof input - input_used);
	if (got == 0 || (got < 0 && errno != EINTR && errno != EAGAIN))
		input_ended = true;
	if (got > 0)
		input_used += (size_t)got;
}

static void set_up(void)
{
	/* Whatever the caller left open is no business of a container's monitor. */
	sys_close_range(3, ~0U, 0);
	signal(SIGPIPE, SIG_IGN);
	/* Monitors are not waited for: their replies say what is to be known. The caller decides what an interrupt means. */
	signal(SIGCHLD, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	signal(SIGQUIT, SIG_IGN);
	signal(SIGHUP, SIG_IGN);
	struct rlimit files = {.rlim_cur = 256};
	getrlimit(RLIMIT_NOFILE, &files);
	pending_max = files.rlim_cur > 1088 ? 1024 : files.rlim_cur > 96 ? (size_t)files.rlim_cur - 64 : 32;
}

int serve_main(void)
{
	set_up();
	serve_expect(0, -1);
	pending_count = 0;
	while (!input_ended || pending_count) {
		bool listening = !input_ended && pending_count < pending_max && input_used < sizeof input;
		polled[0] = (struct pollfd){.fd = listening ? REQUESTS : -1, .events = POLLIN};
		for (size_t i = 0; i < pending_count; i++)
			polled[i + 1] = (struct pollfd){.fd = pending[i].pipe, .events = POLLIN};
		if (poll(polled, pending_count + 1, -1) < 0)
			continue;
		/* Backwards: a finished one is replaced by the last. */
		for (size_t i = pending_count; i > 0; i--)
			if (polled[i].revents)
				pending_finish(i - 1);
		if (polled[0].revents)
			input_read();
		requests_run();
	}
	return 0;
}
