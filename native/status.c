#include "status.h"

#include "process.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

static const char *const phases[] = {
	[PHASE_STARTING] = "starting",   [PHASE_RUNNING] = "running", [PHASE_BACKOFF] = "backoff", [PHASE_STOPPING] = "stopping",
	[PHASE_SUCCEEDED] = "succeeded", [PHASE_FAILED] = "failed",   [PHASE_STOPPED] = "stopped",
};

int64_t now_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static void line(struct text *out, const char *key, const char *value)
{
	text_add(out, key);
	text_add(out, "=");
	text_add(out, value);
	text_add(out, "\n");
}

/* A key without a value is left out: absent is not 0. */
static void line_if(struct text *out, const char *key, int64_t value, bool known)
{
	if (!known)
		return;
	text_add(out, key);
	text_add(out, "=");
	text_number(out, value);
	text_add(out, "\n");
}

/* A newline in a message would begin a key. */
static void message_line(struct text *out, const char *message)
{
	if (!*message)
		return;
	text_add(out, "message=");
	size_t start = out->used;
	text_add(out, message);
	for (size_t i = start; i < out->used; i++)
		if ((unsigned char)out->start[i] < ' ')
			out->start[i] = ' ';
	text_add(out, "\n");
}

static void boot_id_line(struct text *out)
{
	static char id[40];
	if (!*id && file_read("/proc/sys/kernel/random/boot_id", id, sizeof id) > 0)
		id[strcspn(id, "\n")] = '\0';
	if (*id)
		line(out, "bootId", id);
}

static void status_text(struct text *out, const struct status *status)
{
	const struct run *run = &status->run, *last = &status->last;
	line(out, "version", "1");
	line(out, "phase", phases[status->phase]);
	line_if(out, "pid", status->pid, status->pid != 0);
	line_if(out, "starttime", status->start_time, status->pid != 0);
	line_if(out, "monitor", getpid(), true);
	boot_id_line(out);
	line_if(out, "startedAt", run->started_at, run->started_at != 0);
	line_if(out, "finishedAt", run->finished_at, run->finished_at != 0);
	line_if(out, "nextStartAt", status->next_start_at, status->next_start_at != 0);
	line_if(out, "restarts", status->restarts, true);
	line_if(out, "exitCode", run->exit_code, run->finished_at != 0 && run->exit_code >= 0);
	line_if(out, "signal", run->signal, run->finished_at != 0);
	if (*run->reason)
		line(out, "reason", run->reason);
	message_line(out, status->message);
	line_if(out, "lastExitCode", last->exit_code, last->finished_at != 0 && last->exit_code >= 0);
	line_if(out, "lastSignal", last->signal, last->finished_at != 0);
	if (*last->reason)
		line(out, "lastReason", last->reason);
	line_if(out, "lastStartedAt", last->started_at, last->started_at != 0);
	line_if(out, "lastFinishedAt", last->finished_at, last->finished_at != 0);
}

bool status_write(int directory, const struct status *status)
{
	char buffer[1280];
	struct text out = TEXT(buffer);
	status_text(&out, status);
	int file = openat(directory, "status.tmp", O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (file < 0)
		return false;
	ssize_t wrote = write(file, out.start, out.used);
	int err = errno;
	close(file);
	errno = err;
	return wrote == (ssize_t)out.used && renameat(directory, "status.tmp", directory, "status") == 0;
}

/* Reasons outlive the buffer that they were read into. */
static const char *known_reason(const char *reason)
{
	static const char *const reasons[] = {"Completed", "Error", "OOMKilled", "StartError", "ExitUnknown"};
	for (unsigned i = 0; i < sizeof reasons / sizeof reasons[0]; i++)
		if (strcmp(reason, reasons[i]) == 0)
			return reasons[i];
	return "";
}

static void carry_number(const char *key, const char *value, struct status *status)
{
	int64_t number;
	if (!number_parse(value, 10, &number))
		return;
	if (strcmp(key, "startedAt") == 0)
		status->run.started_at = number;
	else if (strcmp(key, "restarts") == 0)
		status->restarts = number;
	else if (strcmp(key, "lastExitCode") == 0)
		status->last.exit_code = (int)number;
	else if (strcmp(key, "lastSignal") == 0)
		status->last.signal = (int)number;
	else if (strcmp(key, "lastStartedAt") == 0)
		status->last.started_at = number;
	else if (strcmp(key, "lastFinishedAt") == 0)
		status->last.finished_at = number;
}

void status_carry_over(int directory, struct status *status)
{
	char buffer[1280];
	int file = openat(directory, "status", O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
	ssize_t length = file < 0 ? -1 : read(file, buffer, sizeof buffer - 1);
	if (file >= 0)
		close(file);
	if (length <= 0)
		return;
	buffer[length] = '\0';
	char *rest = buffer;
	for (char *entry; (entry = strsep(&rest, "\n")) != NULL;) {
		char *value = strchr(entry, '=');
		if (!value)
			continue;
		*value++ = '\0';
		if (strcmp(entry, "lastReason") == 0)
			status->last.reason = known_reason(value);
		else
			carry_number(entry, value, status);
	}
}
