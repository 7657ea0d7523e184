#include "log.h"

#include "sys.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <time.h>

#define BATCH 32 /* lines a writev */

struct stream {
	const char *name;
	int fifo;
	size_t used;
};

static struct stream streams[LOG_STREAMS] = {{"stdout", -1, 0}, {"stderr", -1, 0}};
/* Their pages exist only while lines are in them: log_move gives them back. */
static char buffers[LOG_STREAMS][LOG_LINE_MAX] __attribute__((aligned(4096)));

static int directory_fd = -1, log_fd = -1;
static int64_t log_used, size_max = INT64_MAX, files_max = 1;

static int fifo_open(int directory, const char *name)
{
	struct stat status;
	if (mkfifoat(directory, name, 0600) < 0 && errno != EEXIST)
		return -1;
	/* Read and write: never at its end, whoever writes or dies, and no SIGPIPE for PID 1 while no monitor reads. */
	int fifo = openat(directory, name, O_RDWR | O_NONBLOCK | O_NOFOLLOW | O_CLOEXEC);
	if (fifo >= 0 && (fstat(fifo, &status) < 0 || !S_ISFIFO(status.st_mode))) {
		close(fifo);
		errno = EEXIST;
		return -1;
	}
	return fifo;
}

static bool file_open(void)
{
	struct stat status;
	log_fd = openat(directory_fd, "log", O_WRONLY | O_APPEND | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	log_used = log_fd >= 0 && fstat(log_fd, &status) == 0 ? status.st_size : 0;
	return log_fd >= 0;
}

const char *log_open(int directory)
{
	directory_fd = directory;
	for (int i = 0; i < LOG_STREAMS; i++)
		if ((streams[i].fifo = fifo_open(directory, streams[i].name)) < 0)
			return streams[i].name;
	return file_open() ? NULL : "log";
}

void log_limit(int64_t size, int64_t files)
{
	size_max = size;
	files_max = files;
}

int log_input(enum log_stream stream)
{
	return streams[stream].fifo;
}

/* `log` or `log.N` */
static void rotated_name(struct text *name, int64_t number)
{
	name->used = 0;
	text_add(name, "log");
	if (number > 0) {
		text_add(name, ".");
		text_number(name, number);
	}
}

static void rotate(void)
{
	char from[32], to[32];
	struct text older = TEXT(to), newer = TEXT(from);
	for (int64_t i = files_max - 2; i >= 0; i--) {
		rotated_name(&newer, i);
		rotated_name(&older, i + 1);
		renameat(directory_fd, from, directory_fd, to); /* ENOENT: not that many yet, ignoring */
	}
	if (files_max == 1)
		unlinkat(directory_fd, "log", 0);
	close(log_fd);
	file_open();
}

static void prefix_write(struct text *out, const char *stream, char tag)
{
	struct timespec now;
	struct tm utc;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	text_padded(out, (uint64_t)utc.tm_year + 1900, 4);
	text_add(out, "-");
	text_padded(out, (uint64_t)utc.tm_mon + 1, 2);
	text_add(out, "-");
	text_padded(out, (uint64_t)utc.tm_mday, 2);
	text_add(out, "T");
	text_padded(out, (uint64_t)utc.tm_hour, 2);
	text_add(out, ":");
	text_padded(out, (uint64_t)utc.tm_min, 2);
	text_add(out, ":");
	text_padded(out, (uint64_t)utc.tm_sec, 2);
	text_add(out, ".");
	text_padded(out, (uint64_t)now.tv_nsec, 9);
	text_add(out, "Z ");
	text_add(out, stream);
	text_add(out, tag == 'F' ? " F " : " P ");
}

/* A full disk must not stop the container: what cannot be written is dropped. */
static void parts_write(const struct iovec *parts, int count)
{
	int64_t length = 0;
	for (int i = 0; i < count; i++)
		length += (int64_t)parts[i].iov_len;
	if (log_used > 0 && log_used + length > size_max)
		rotate();
	ssize_t wrote = log_fd < 0 && !file_open() ? -1 : writev(log_fd, parts, count);
	log_used += wrote > 0 ? wrote : 0;
}

/* Writes the complete lines in the first LENGTH bytes; returns how many bytes they were. */
static size_t lines_write(const struct stream *stream, char *buffer, size_t length)
{
	char prefix[64];
	struct text prefix_text = TEXT(prefix);
	struct iovec parts[2 * BATCH];
	int count = 0;
	size_t done = 0, batch = 0;
	prefix_write(&prefix_text, stream->name, 'F');
	for (char *newline; (newline = memchr(buffer + done, '\n', length - done)) != NULL;) {
		size_t line = (size_t)(newline + 1 - (buffer + done));
		size_t size = prefix_text.used + line;
		/* A batch that would not fit goes out first: files end at a line, and exceed the bound only by one line. */
		if (count == 2 * BATCH || (count && log_used + (int64_t)(batch + size) > size_max)) {
			parts_write(parts, count);
			count = 0;
			batch = 0;
		}
		parts[count++] = (struct iovec){prefix, prefix_text.used};
		parts[count++] = (struct iovec){buffer + done, line};
		batch += size;
		done += line;
	}
	if (count)
		parts_write(parts, count);
	return done;
}

static void part_write(struct stream *stream, char *buffer, char tag)
{
	char prefix[64];
	struct text prefix_text = TEXT(prefix);
	prefix_write(&prefix_text, stream->name, tag);
	struct iovec parts[] = {{prefix, prefix_text.used}, {buffer, stream->used}, {(char[]){'\n'}, 1}};
	parts_write(parts, 3);
	stream->used = 0;
}

int log_move(enum log_stream which)
{
	struct stream *stream = &streams[which];
	char *buffer = buffers[which];
	ssize_t got = read(stream->fifo, buffer + stream->used, LOG_LINE_MAX - stream->used);
	if (got <= 0)
		return false;
	size_t filled = stream->used + (size_t)got;
	size_t written = lines_write(stream, buffer, filled);
	stream->used = filled - written;
	memmove(buffer, buffer + written, stream->used);
	if (stream->used == LOG_LINE_MAX)
		part_write(stream, buffer, 'P');
	if (stream->used == 0)
		madvise(buffer, LOG_LINE_MAX, MADV_DONTNEED);
	return true;
}

void log_finish_run(void)
{
	for (int i = 0; i < LOG_STREAMS; i++) {
		/* A bound, for something that still writes without end: one full pipe. */
		for (int reads = 0; reads < 64 && log_move((enum log_stream)i); reads++)
			;
		if (streams[i].used)
			part_write(&streams[i], buffers[i], 'F');
	}
}
