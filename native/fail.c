#include "fail.h"

#include "text.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

static int report_fd = -1;
static const char *stage_now = "setup";

void fail_report_to(int fd)
{
	report_fd = fd;
}

void fail_report_to_person(void)
{
	report_fd = -1;
}

void fail_stage(const char *stage)
{
	stage_now = stage;
}

const char *fail_current_stage(void)
{
	return stage_now;
}

void fail_to_reply(struct reply *reply, const char *stage, int err, const char *path, const char *text)
{
	reply_begin(reply);
	reply_add(reply, "error");
	reply_add(reply, stage);
	reply_number(reply, err);
	reply_add(reply, path);
	reply_add(reply, text);
}

/* 127 when the command is not there, 126 when it cannot be executed, 125 when it is our own set-up that failed. */
static int exit_status(int err)
{
	if (strcmp(stage_now, "exec") != 0 || !err)
		return 125;
	return err == ENOENT ? 127 : 126;
}

static _Noreturn void tell_person(int err, const char *path, const char *text)
{
	char line[1024];
	struct text out = TEXT(line);
	text_add(&out, "reconcile-helper: ");
	text_add(&out, stage_now);
	if (*path) {
		text_add(&out, " '");
		text_add(&out, path);
		text_add(&out, "'");
	}
	text_add(&out, ": ");
	text_add(&out, text);
	text_add(&out, "\n");
	(void)!write(2, line, out.used);
	_exit(exit_status(err));
}

static _Noreturn void end(int err, const char *path, const char *text)
{
	if (report_fd < 0)
		tell_person(err, path, text);
	struct reply reply;
	fail_to_reply(&reply, stage_now, err, path, text);
	(void)!write(report_fd, reply.bytes, reply.used);
	_exit(exit_status(err));
}

void fail(const char *path)
{
	int err = errno;
	end(err, path, strerror(err));
}

void fail_because(const char *path, const char *text)
{
	int err = errno;
	char both[512];
	struct text out = TEXT(both);
	text_add(&out, strerror(err));
	text_add(&out, ": ");
	text_add(&out, text);
	end(err, path, both);
}

void fail_usage(const char *path, const char *text)
{
	end(0, path, text);
}
