/* Directories, links and device nodes inside the root. What is there already and right is left alone. */
#include "child.h"
#include "fail.h"
#include "names.h"
#include "rootfs_path.h"
#include "sys.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

/* Nodes come in rows, /dev's: what is made in the directory of the one before is made by the same descriptor. */
static int parent_open(struct child *child, const char *path, const char **name)
{
	if (child->root < 0)
		fail_usage(path, "needs a root before it (overlay, bind-root or host-root)");
	const char *slash = strrchr(path, '/');
	size_t length = slash ? (size_t)(slash - path) : 0;
	if (child->nodes >= 0 && slash && slash[1] && slash[1] != '.' && length == child->nodes_length && memcmp(path, child->nodes_path, length) == 0) {
		*name = slash + 1;
		return child->nodes;
	}
	nodes_end(child);
	child->nodes = rootfs_parent(child->root, path, name);
	if (child->nodes < 0)
		fail(path);
	child->nodes_path = path;
	child->nodes_length = length;
	return child->nodes;
}

void nodes_end(struct child *child)
{
	if (child->nodes >= 0)
		close(child->nodes);
	child->nodes = -1;
}

void step_dir(struct child *child, unsigned argc, char **argv)
{
	if (argc != 5)
		fail_usage("", "expects a path, a mode, a uid and a gid");
	mode_t mode = (mode_t)number_of(argv[2], 8);
	uid_t uid = (uid_t)number_of(argv[3], 10);
	gid_t gid = (gid_t)number_of(argv[4], 10);
	if (child->root < 0)
		fail_usage(argv[1], "needs a root before it (overlay, bind-root or host-root)");
	int made = rootfs_directory(child->root, argv[1]);
	int directory = made < 0 ? -1 : rootfs_open(child->root, argv[1], O_RDONLY | O_DIRECTORY);
	struct stat status;
	if (directory < 0 || fstat(directory, &status) < 0)
		fail(argv[1]);
	/* The owner first: chown clears the set-id bits of the mode. */
	if ((status.st_uid != uid || status.st_gid != gid) && fchown(directory, uid, gid) < 0)
		fail(argv[1]);
	if ((status.st_mode & 07777) != mode && fchmod(directory, mode) < 0)
		fail(argv[1]);
	close(made);
	close(directory);
}

void step_symlink(struct child *child, unsigned argc, char **argv)
{
	if (argc != 3)
		fail_usage("", "expects a path and a content");
	const char *name;
	int parent = parent_open(child, argv[1], &name);
	if (symlinkat(argv[2], parent, name) < 0) {
		char content[4096];
		int err = errno;
		ssize_t length = err == EEXIST ? readlinkat(parent, name, content, sizeof content) : -1;
		errno = err;
		if (length < 0 || (size_t)length != strlen(argv[2]) || memcmp(content, argv[2], (size_t)length) != 0)
			fail(argv[1]);
	}
}

void step_mknod(struct child *child, unsigned argc, char **argv)
{
	if (argc != 6 || (strcmp(argv[2], "c") != 0 && strcmp(argv[2], "b") != 0))
		fail_usage("", "expects a path, c or b, a major, a minor and a mode");
	mode_t type = argv[2][0] == 'c' ? S_IFCHR : S_IFBLK;
	dev_t device = makedev((unsigned)number_of(argv[3], 10), (unsigned)number_of(argv[4], 10));
	mode_t mode = (mode_t)number_of(argv[5], 8);
	const char *name;
	int parent = parent_open(child, argv[1], &name);
	/* The child's mask is 0 here: the mode is what the node gets. */
	if (mknodat(parent, name, type | mode, device) < 0) {
		struct stat status;
		int err = errno;
		bool same = err == EEXIST && fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
			    (status.st_mode & S_IFMT) == type && status.st_rdev == device;
		errno = err;
		if (!same)
			fail(argv[1]);
	}
}
