#include "settings.h"

#include "fail.h"
#include "frame.h"
#include "names.h"
#include "text.h"

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Of what was read last, in frame_room: not a mapping of its own, which would cost each child page tables to copy and to free. */
static size_t kept_size;

/* A file from its beginning, whoever else reads the same description; a pipe to its end. */
static ssize_t bytes_read(int file, bool is_file, char *bytes, size_t size)
{
	size_t used = 0;
	ssize_t got = 1;
	while (used < size && got > 0) {
		got = is_file ? pread(file, bytes + used, size - used, (off_t)used) : read(file, bytes + used, size - used);
		if (got > 0)
			used += (size_t)got;
		else if (got < 0 && errno == EINTR)
			got = 1;
	}
	return got < 0 ? -1 : (ssize_t)used;
}

char *program_try_read(int file, size_t *length)
{
	struct stat status;
	if (fstat(file, &status) < 0)
		return NULL;
	bool is_file = S_ISREG(status.st_mode);
	size_t size = is_file ? (size_t)status.st_size : FRAME_MAX;
	errno = EPROTO;
	if (size < PROGRAM_MAGIC_LENGTH || size > FRAME_MAX)
		return NULL;
	kept_size = 0;
	ssize_t got = bytes_read(file, is_file, frame_room, size);
	if (got >= PROGRAM_MAGIC_LENGTH && memcmp(frame_room, PROGRAM_MAGIC, PROGRAM_MAGIC_LENGTH) == 0)
		kept_size = (size_t)got;
	else if (got >= 0)
		errno = EPROTO;
	return program_kept(length);
}

char *program_kept(size_t *length)
{
	if (kept_size == 0)
		return NULL;
	*length = kept_size - PROGRAM_MAGIC_LENGTH;
	return frame_room + PROGRAM_MAGIC_LENGTH;
}

char *program_read(int file, size_t *length)
{
	char *program = program_try_read(file, length);
	if (!program)
		fail_because("program", "not a container program of this version");
	return program;
}

void program_forget(void)
{
	madvise(frame_room, sizeof frame_room, MADV_DONTNEED);
	kept_size = 0;
}

static const char *keep(struct settings *settings, const char *string)
{
	size_t size = strlen(string) + 1;
	if (size > settings->text_free)
		return NULL;
	settings->text_free -= size;
	return memcpy(settings->text + settings->text_free, string, size);
}

static bool set_string(struct settings *settings, const char **field, const char *value)
{
	const char *kept = keep(settings, value);
	if (kept)
		*field = kept;
	return kept != NULL;
}

static bool set_restart(struct settings *settings, const char *policy)
{
	static const char *const policies[] = {[RESTART_ALWAYS] = "Always", [RESTART_ON_FAILURE] = "OnFailure", [RESTART_NEVER] = "Never"};
	for (unsigned i = 0; i < sizeof policies / sizeof policies[0]; i++)
		if (strcmp(policy, policies[i]) == 0) {
			settings->restart = (enum restart_policy)i;
			return true;
		}
	return false;
}

static bool set_clone(struct settings *settings, char **types)
{
	for (; *types; types++) {
		uint64_t flag = namespace_flag(*types);
		if (!flag)
			return false;
		settings->clone_flags |= flag;
	}
	return true;
}

static bool natural(const char *text, int64_t *number)
{
	return number_parse(text, 10, number) && *number >= 0;
}

static bool set_one(struct settings *s, unsigned argc, char **argv)
{
	const char *key = argv[1];
	if (argc == 3 && strcmp(key, "name") == 0)
		return true; /* for people who read the program: ours shows it in its command line */
	if (argc == 3 && strcmp(key, "restart") == 0)
		return set_restart(s, argv[2]);
	if (argc == 5 && strcmp(key, "backoff") == 0)
		return natural(argv[2], &s->backoff_initial_ms) && natural(argv[3], &s->backoff_max_ms) && natural(argv[4], &s->reset_after_ms);
	if (argc == 3 && strcmp(key, "max-retries") == 0 && strcmp(argv[2], "max") == 0)
		return s->max_retries = -1, true;
	if (argc == 3 && strcmp(key, "max-retries") == 0)
		return natural(argv[2], &s->max_retries);
	if (argc == 3 && strcmp(key, "stop-signal") == 0) {
		int64_t signal;
		if (!natural(argv[2], &signal) || signal < 1 || signal > 64)
			return false;
		return s->stop_signal = (int)signal, true;
	}
	if (argc == 3 && strcmp(key, "grace") == 0)
		return natural(argv[2], &s->grace_ms);
	if (argc == 3 && strcmp(key, "log-size") == 0)
		return natural(argv[2], &s->log_size) && s->log_size > 0;
	if (argc == 3 && strcmp(key, "log-files") == 0)
		return natural(argv[2], &s->log_files) && s->log_files > 0;
	if (argc == 4 && strcmp(key, "oom-file") == 0)
		return set_string(s, &s->oom_file, argv[2]) && set_string(s, &s->oom_key, argv[3]);
	if (argc == 3 && strcmp(key, "kill-file") == 0)
		return set_string(s, &s->kill_file, argv[2]);
	if (argc == 3 && strcmp(key, "procs-file") == 0)
		return set_string(s, &s->procs_file, argv[2]);
	if (argc >= 2 && strcmp(key, "clone") == 0)
		return set_clone(s, argv + 2);
	if (argc == 3 && strcmp(key, "into-cgroup") == 0)
		return set_string(s, &s->into_cgroup, argv[2]);
	return false;
}

const char *settings_read(struct settings *settings, char *program, size_t length)
{
	settings->restart = RESTART_ALWAYS;
	settings->backoff_initial_ms = 100;
	settings->backoff_max_ms = 300000;
	settings->reset_after_ms = 600000;
	settings->max_retries = -1;
	settings->stop_signal = SIGTERM;
	settings->grace_ms = 10000;
	settings->log_size = 10 << 20;
	settings->log_files = 5;
	settings->clone_flags = 0;
	settings->oom_file = settings->oom_key = settings->kill_file = settings->procs_file = settings->into_cgroup = "";
	settings->text_free = sizeof settings->text;

	struct reader reader = {.at = program, .end = program + length};
	struct instruction instruction;
	int more;
	/* They stand before all others: no need to read the rest of a long program. */
	while ((more = frame_next(&reader, &instruction)) > 0 && strcmp(instruction.argv[0], "set") == 0)
		if (instruction.argc < 2 || !set_one(settings, instruction.argc, instruction.argv))
			return instruction.argc < 2 ? "set" : instruction.argv[1];
	return more < 0 ? "malformed" : NULL;
}
