#include "files.h"

#include "devices.h"
#include "process.h"
#include "remove.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <linux/fs.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <sys/xattr.h>

/* A control file is a page at most. */
static char content[4096 + 1];

static int make(char **argv)
{
	return mkdir(argv[1], 0755);
}

static int mark(char **argv)
{
	return lsetxattr(argv[1], argv[2], argv[3], strlen(argv[3]), 0);
}

static int closed(int fd, int result)
{
	int err = errno;
	close(fd);
	errno = err;
	return result;
}

/* Each value is one write(2): v1's devices.allow and devices.deny take one rule at a time. */
static int write_values(char **argv)
{
	int fd = sys_open(argv[1], O_WRONLY | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -1;
	int result = 0;
	for (char **value = argv + 2; *value && result == 0; value++)
		result = write(fd, *value, strlen(*value)) < 0 ? -1 : 0;
	return closed(fd, result);
}

/* What has been read, without its last newline. */
static int compare(ssize_t size, const char *expected)
{
	content[size > 0 && content[size - 1] == '\n' ? size - 1 : size] = '\0';
	errno = 0;
	return strcmp(content, expected) == 0 ? 0 : -1;
}

/* v1's freezer.state says FREEZING until every task has stopped; the caller looks longer than we do. */
static int expect(char **argv)
{
	ssize_t size = file_read(argv[1], content, sizeof content);
	return size < 0 ? -1 : compare(size, argv[2]);
}

/* Through one descriptor: opening costs as much as the rest. */
static int set(char **argv)
{
	int fd = sys_open(argv[1], O_RDWR | O_CLOEXEC | O_NOCTTY);
	if (fd < 0)
		return -1;
	if (write(fd, argv[2], strlen(argv[2])) < 0)
		return closed(fd, -1);
	ssize_t size = pread(fd, content, sizeof content - 1, 0);
	return closed(fd, size < 0 ? -1 : compare(size, argv[3]));
}

static int devices(char **argv)
{
	return devices_attach(argv[1], argv[2], argv[3]);
}

static int remove_group(char **argv)
{
	return rmdir(argv[1]) < 0 && errno != ENOENT ? -1 : 0;
}

static unsigned number(const char *text, unsigned base)
{
	int64_t value;
	return number_parse(text, base, &value) ? (unsigned)value : 0;
}

/* What creation did not do by itself. The owner first: chown(2) clears the set-user-ID bits. */
static int give(int fd, char **argv)
{
	uid_t uid = number(argv[3], 10);
	gid_t gid = number(argv[4], 10);
	mode_t mode = number(argv[2], 8);
	struct stat made;
	/* Nearly always root's: a look is cheaper than a change that changes nothing, which the file system's journal takes down. */
	if (fstat(fd, &made) < 0)
		return -1;
	int owned = made.st_uid == uid && made.st_gid == gid;
	if (!owned && fchown(fd, uid, gid) < 0)
		return -1;
	return owned && (made.st_mode & 07777) == mode ? 0 : fchmod(fd, mode);
}

/*
 * Siblings in a parent that we make have nothing to do with each other: FS_TOPDIR_FL, chattr(1) +T, has ext4 spread
 * them over its block groups. Within one group it looks for a free inode past every one that was freed in the last
 * minute (recently_deleted() in fs/ext4/ialloc.c): making containers where many were just removed would cost the square
 * of their number. A hint: file systems that have none refuse it.
 */
static void spread_children(const char *path)
{
	int fd = sys_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return;
	int flags;
	if (ioctl(fd, FS_IOC_GETFLAGS, &flags) == 0) {
		flags |= FS_TOPDIR_FL;
		ioctl(fd, FS_IOC_SETFLAGS, &flags);
	}
	close(fd);
}

static int directory_make(char *path, char **argv)
{
	int made = mkdir(path, 0700);
	char *slash = strrchr(path, '/');
	if (made < 0 && errno == ENOENT && slash && slash != path) {
		*slash = '\0';
		made = directory_make(path, argv);
		if (made == 0)
			spread_children(path);
		*slash = '/';
		made = made < 0 ? -1 : mkdir(path, 0700);
	}
	if (made < 0 && errno != EEXIST)
		return -1;
	int existed = made < 0;
	int fd = sys_open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return -1;
	return closed(fd, existed ? 0 : give(fd, argv));
}

/* One that is there already stays as it is. */
static int directory(char **argv)
{
	return directory_make(argv[1], argv);
}

static int write_all(int fd, const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t wrote = write(fd, bytes, size);
		if (wrote < 0 && errno == EINTR)
			continue;
		if (wrote < 0)
			return -1;
		bytes += wrote;
		size -= (size_t)wrote;
	}
	return 0;
}

static int new_file(char **argv)
{
	int fd = openat(AT_FDCWD, argv[1], O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	return closed(fd, write_all(fd, argv[5], strlen(argv[5])) < 0 ? -1 : give(fd, argv));
}

static int whiteout(char **argv)
{
	return mknod(argv[1], S_IFCHR, 0);
}

static int tree(char **argv)
{
	return remove_tree(argv[1]);
}

/* The rest of the line, as it is, is a container program. */
static int program(const char *path, struct reader *line)
{
	int fd = openat(AT_FDCWD, path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0)
		return -1;
	const char *rest = line->at;
	line->at = line->end;
	if (write_all(fd, "RCPROG1\n", 8) < 0)
		return closed(fd, -1);
	return closed(fd, write_all(fd, rest, (size_t)(line->end - rest)));
}

static const struct {
	const char *name;
	unsigned argc;
	int (*run)(char **argv);
} instructions[] = {
	{"make", 2, make},
	{"mark", 4, mark},
	{"expect", 3, expect},
	{"set", 4, set},
	{"devices", 4, devices},
	{"rmdir", 2, remove_group},
	{"dir", 5, directory},
	{"file", 6, new_file},
	{"whiteout", 2, whiteout},
	{"remove", 2, tree},
};

static int run(const struct instruction *instruction, struct reader *line)
{
	const char *name = instruction->argv[0];
	if (strcmp(name, "program") == 0 && instruction->argc == 2)
		return program(instruction->argv[1], line);
	if (strcmp(name, "write") == 0 && instruction->argc > 2)
		return write_values(instruction->argv);
	for (size_t i = 0; i < sizeof instructions / sizeof instructions[0]; i++)
		if (strcmp(instructions[i].name, name) == 0 && instructions[i].argc == instruction->argc)
			return instructions[i].run(instruction->argv);
	errno = ENOSYS;
	return -1;
}

int files_do(struct reader *line, struct failure *failure)
{
	struct instruction instruction;
	int more;
	while ((more = frame_next(line, &instruction)) == 1) {
		if (run(&instruction, line) == 0)
			continue;
		int err = errno;
		const char *path = instruction.argc > 1 ? instruction.argv[1] : "";
		*failure = (struct failure){instruction.argv[0], path, err, err ? strerror(err) : content};
		return -1;
	}
	if (more == 0)
		return 0;
	*failure = (struct failure){"request", "", 0, "malformed frame"};
	return -1;
}
