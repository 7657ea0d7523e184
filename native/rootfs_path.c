#include "rootfs_path.h"

#include "sys.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

/* Somebody who renames directories in a loop makes openat2 say EAGAIN: try again, but not for ever. */
#define AGAIN_DEADLINE_MS 50

static int64_t monotonic_ms(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000LL + now.tv_nsec / 1000000;
}

static int open_in_root(int root, const char *path, uint64_t flags, uint64_t mode, uint64_t resolve)
{
	int fd = sys_openat2(root, path, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | resolve);
	if (fd >= 0 || errno != EAGAIN)
		return fd;
	int64_t deadline = monotonic_ms() + AGAIN_DEADLINE_MS;
	do
		fd = sys_openat2(root, path, flags, mode, RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS | resolve);
	while (fd < 0 && errno == EAGAIN && monotonic_ms() < deadline);
	return fd;
}

int rootfs_open(int root, const char *path, uint64_t flags)
{
	return open_in_root(root, path, flags, 0, 0);
}

int rootfs_open_no_links(int root, const char *path, uint64_t flags)
{
	return open_in_root(root, path, flags, 0, RESOLVE_NO_SYMLINKS);
}

int rootfs_parent(int root, const char *path, const char **name)
{
	char directory[4096];
	const char *slash = strrchr(path, '/');
	*name = slash ? slash + 1 : path;
	size_t length = slash ? (size_t)(slash - path) : 0;
	if (!**name || strcmp(*name, ".") == 0 || strcmp(*name, "..") == 0 || length >= sizeof directory) {
		errno = EINVAL;
		return -1;
	}
	memcpy(directory, path, length);
	directory[length] = '\0';
	return rootfs_directory(root, length ? directory : "/");
}

int rootfs_directory(int root, const char *path)
{
	int found = rootfs_open(root, path, O_PATH | O_DIRECTORY);
	if (found >= 0 || errno != ENOENT)
		return found;
	/* Make the parent, then this component in the parent's descriptor, then open it by the kernel's rules again. */
	const char *name;
	int parent = rootfs_parent(root, path, &name);
	if (parent < 0)
		return -1;
	int made = mkdirat(parent, name, 0755);
	int err = errno;
	close(parent);
	if (made < 0 && err != EEXIST) {
		errno = err;
		return -1;
	}
	return rootfs_open(root, path, O_PATH | O_DIRECTORY);
}

int rootfs_file(int root, const char *path)
{
	int found = rootfs_open(root, path, O_PATH);
	if (found >= 0 || errno != ENOENT)
		return found;
	const char *name;
	int parent = rootfs_parent(root, path, &name);
	if (parent < 0)
		return -1;
	int made = openat(parent, name, O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW | O_CLOEXEC, 0644);
	int err = errno;
	close(parent);
	if (made >= 0)
		close(made);
	else if (err != EEXIST) {
		errno = err;
		return -1;
	}
	return rootfs_open(root, path, O_PATH);
}
