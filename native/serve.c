#include "serve.h"

#include "frame.h"
#include "order.h"
#include "replies.h"
#include "requests.h"
#include "sys.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <string.h>
#include <sys/resource.h>

#define REQUESTS 0

static size_t expected_max;
static size_t input_used;
static bool input_ended;

static void frame_run(char *frame, size_t length)
{
	uint32_t id = u32_get(frame);
	struct reader reader = {.at = frame + 4, .end = frame + length};
	struct instruction request;
	int more = frame_next(&reader, &request);
	if (more == 1 && strcmp(request.argv[0], "after") == 0) {
		const char *broken = order_first_failed(request.argv + 1);
		if (broken) {
			replies_error(id, "after", 0, broken, "a request before it has failed");
			return;
		}
		more = frame_next(&reader, &request);
	}
	if (more != 1)
		replies_error(id, "request", 0, "", "malformed frame");
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
	while (input_used - at >= 4 && replies_expected() < expected_max) {
		uint32_t length = u32_get(frame_room + at);
		if (length < 4 || length > FRAME_MAX) {
			replies_error(0, "request", 0, "", "frame of a wrong length");
			replies_flush();
			_exit(125);
		}
		if (input_used - at - 4 < length)
			break;
		if (!caller_lives())
			_exit(1);
		frame_run(frame_room + at + 4, length);
		at += 4 + length;
	}
	input_used -= at;
	memmove(frame_room, frame_room + at, input_used);
}

static void input_read(void)
{
	ssize_t got = read(REQUESTS, frame_room + input_used, sizeof frame_room - input_used);
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
	expected_max = files.rlim_cur > 1088 ? 1024 : files.rlim_cur > 96 ? (size_t)files.rlim_cur - 64 : 32;
}

int serve_main(void)
{
	set_up();
	while (!input_ended || replies_expected()) {
		bool listening = !input_ended && replies_expected() < expected_max && input_used < sizeof frame_room;
		struct pollfd *polled = replies_polled();
		polled[0] = (struct pollfd){.fd = listening ? REQUESTS : -1, .events = POLLIN};
		if (poll(polled, replies_expected() + 1, -1) < 0)
			continue;
		replies_pass_on(polled);
		if (polled[0].revents)
			input_read();
		requests_run();
		replies_flush();
	}
	return 0;
}
