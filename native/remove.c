#include "remove.h"

#include "sys.h"

#include <dirent.h>
#include <errno.h>
#include <string.h>

/* Each level holds a descriptor. */
#define DEPTH_MAX 64

static int remove_at(int dir, const char *name, int depth);

static int empty(DIR *stream, int depth)
{
	struct dirent *entry;
	while ((errno = 0, entry = readdir(stream)) != NULL) {
		if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
			continue;
		if (remove_at(dirfd(stream), entry->d_name, depth) < 0)
			return -1;
	}
	return errno ? -1 : 0;
}

static int remove_directory(int dir, const char *name, int depth)
{
	if (depth == DEPTH_MAX) {
		errno = ELOOP;
		return -1;
	}
	uint64_t beneath = RESOLVE_NO_SYMLINKS | RESOLVE_NO_XDEV;
	int fd = sys_openat2(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0, dir == AT_FDCWD ? 0 : beneath);
	if (fd < 0)
		return -1;
	DIR *stream = fdopendir(fd);
	if (!stream) {
		close(fd);
		return -1;
	}
	int result = empty(stream, depth + 1);
	int err = errno;
	closedir(stream);
	errno = err;
	return result < 0 ? -1 : unlinkat(dir, name, AT_REMOVEDIR);
}

/* unlink(2) says EISDIR for a directory; only then is it opened. */
static int remove_at(int dir, const char *name, int depth)
{
	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return 0;
	if (errno != EISDIR)
		return -1;
	if (unlinkat(dir, name, AT_REMOVEDIR) == 0)
		return 0;
	return errno == ENOTEMPTY || errno == EEXIST ? remove_directory(dir, name, depth) : -1;
}

int remove_tree(const char *path)
{
	return remove_at(AT_FDCWD, path, 0);
}
