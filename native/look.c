#include "look.h"

#include "replies.h"
#include "sys.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>

/*
 *   answer   i32 size of what follows; 0: not there; -errno: it may be there, but nothing can be said
 *   what     part marks, part children, part processes, and a part for each file that was asked for
 *   part     i32 size of what follows; -errno: could not be read, and nothing follows
 *   marks    name NUL value NUL, …
 *   children name NUL, …
 */
static char frame[REPLY_FRAME_MAX] __attribute__((aligned(4096)));
static size_t used;
static bool overflown;

#define MARK "trusted.reconcile."
/* PATH_MAX; a mark is a path at most. */
#define MARKS_MAX 4096
/*
 * A seq_file holds back a record that does not fit into its page, or goes on growing for the first one (fs/seq_file.c). No
 * record of cgroupfs but a first one is half a page long: what is shorter than that is all there is.
 */
#define WHOLE 2048

static void put_size(size_t at, int32_t size)
{
	u32_put(frame + at, (uint32_t)size);
}

/* Room for a size that is known later. */
static size_t begin(void)
{
	size_t at = used;
	if (sizeof frame - used < 4)
		overflown = true;
	else
		used += 4;
	return at;
}

/* What has been put since is the part; or nothing of it, for it could not be read. */
static void end(size_t at, int err)
{
	if (overflown)
		return;
	if (err)
		used = at + 4;
	put_size(at, err ? -err : (int32_t)(used - at - 4));
}

static void put(const char *bytes, size_t size)
{
	if (sizeof frame - used < size) {
		overflown = true;
		return;
	}
	memcpy(frame + used, bytes, size);
	used += size;
}

static int put_marks(int directory)
{
	char names[MARKS_MAX], value[MARKS_MAX];
	ssize_t size = flistxattr(directory, names, sizeof names);
	if (size < 0)
		return errno;
	for (char *name = names; name < names + size; name += strlen(name) + 1) {
		if (strncmp(name, MARK, sizeof MARK - 1) != 0)
			continue;
		ssize_t length = fgetxattr(directory, name, value, sizeof value);
		if (length < 0)
			return errno;
		/* A value of somebody else's making: the caller finds out what it is. */
		if (memchr(value, '\0', (size_t)length))
			return EINVAL;
		put(name + sizeof MARK - 1, strlen(name) + 1 - (sizeof MARK - 1));
		put(value, (size_t)length);
		put("", 1);
	}
	return 0;
}

/* A directory's link count on kernfs is 2 and its subdirectories: most groups are leaves, and one fstat(2) tells. */
static int put_children(int directory)
{
	/* struct linux_dirent64, getdents64(2), as musl's and glibc's dirent have it. */
	char entries[4096] __attribute__((aligned(8)));
	struct stat status;
	if (fstat(directory, &status) < 0)
		return errno;
	if (status.st_nlink == 2)
		return 0;
	long size;
	while ((size = syscall(SYS_getdents64, directory, entries, sizeof entries)) > 0)
		for (char *at = entries; at < entries + size;) {
			struct dirent *entry = (struct dirent *)at;
			if (entry->d_type == DT_DIR && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0)
				put(entry->d_name, strlen(entry->d_name) + 1);
			at += entry->d_reclen;
		}
	/* Removed while we look: it has none. */
	return size < 0 && errno != ENOENT ? errno : 0;
}

static int put_content(int fd)
{
	ssize_t got;
	do {
		got = read(fd, frame + used, sizeof frame - used);
		if (got < 0)
			return errno;
		used += (size_t)got;
	} while (got >= WHOLE && used < sizeof frame);
	overflown = used == sizeof frame;
	return 0;
}

static void put_file(int directory, const char *name)
{
	size_t part = begin();
	int fd = openat(directory, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NOCTTY);
	int err = fd < 0 ? errno : overflown ? 0 : put_content(fd);
	if (fd >= 0)
		close(fd);
	end(part, err);
}

static void put_answer(char **question)
{
	size_t answer = begin(), part;
	int directory = sys_open(question[0], O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory < 0) {
		end(answer, errno == ENOENT ? 0 : errno);
		return;
	}
	part = begin();
	end(part, put_marks(directory));
	part = begin();
	end(part, put_children(directory));
	put_file(directory, "cgroup.procs");
	for (char **file = question + 1; *file; file++)
		put_file(directory, *file);
	close(directory);
	end(answer, 0);
}

void look(uint32_t id, struct reader *questions)
{
	struct instruction question;
	int more = 0;
	used = REPLY_HEADER;
	overflown = false;
	put("\1\0ok", 5);
	while (!overflown && (more = frame_next(questions, &question)) == 1)
		put_answer(question.argv);
	if (overflown)
		replies_error(id, "look", E2BIG, "", "the answers are longer than a frame");
	else if (more < 0)
		replies_error(id, "request", 0, "", "malformed frame");
	else
		replies_send_frame(id, frame, used);
}
