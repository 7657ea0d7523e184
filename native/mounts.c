/* What is mounted inside the root: file systems, binds, masks and read-only paths; every target is a descriptor. */
#include "child.h"
#include "fail.h"
#include "mount_fd.h"
#include "names.h"
#include "rootfs_path.h"
#include "sys.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

static int root_of(const struct child *child, const char *path)
{
	if (child->root < 0)
		fail_usage(path, "needs a root before it (overlay, bind-root or host-root)");
	return child->root;
}

/* Below the host's own tree nothing is made: a container without a rootfs leaves no directories behind. */
static int target_open(const struct child *child, const char *path, bool directory)
{
	int root = root_of(child, path);
	int target;
	if (child->host_root)
		target = rootfs_open(root, path, O_PATH);
	else
		target = directory ? rootfs_directory(root, path) : rootfs_file(root, path);
	if (target < 0)
		fail(path);
	return target;
}

/* Whoever writes /proc/self/attr or reads /proc later trusts the place: it may be reached through no link. */
static int kernel_target_open(const struct child *child, const char *path)
{
	int target = rootfs_open_no_links(root_of(child, path), path, O_PATH | O_DIRECTORY);
	if (target >= 0)
		return target;
	if (errno == ELOOP)
		fail_because(path, "a symbolic link where a kernel file system belongs; replace it by a directory in the rootfs");
	if (errno != ENOENT || child->host_root)
		fail(path);
	close(target_open(child, path, true));
	target = rootfs_open_no_links(child->root, path, O_PATH | O_DIRECTORY);
	if (target < 0)
		fail(path);
	return target;
}

static bool is_kernel_type(const char *type)
{
	return strcmp(type, "proc") == 0 || strcmp(type, "sysfs") == 0;
}

void step_mount(struct child *child, unsigned argc, char **argv)
{
	if (argc < 4)
		fail_usage("", "expects a target, a type, attributes and options");
	const char *path = argv[1];
	int target = is_kernel_type(argv[2]) ? kernel_target_open(child, path) : target_open(child, path, true);
	int context = context_open(argv[2], path);
	for (unsigned i = 4; i < argc; i++)
		context_option(context, argv[i], path);
	int mount = context_mount(context, mount_attributes(argv[3]), path);
	mount_attach(mount, target, path);
	close(mount);
	close(target);
}

/* ENODEV: no such file system; EINVAL, EBUSY, EPERM: a hierarchy that is not there, or not in this cgroup namespace. */
static bool is_unsupported(int err)
{
	return err == ENODEV || err == EINVAL || err == EBUSY || err == EPERM || err == ENOENT;
}

static int cgroup_context(unsigned argc, char **argv)
{
	int context = sys_fsopen(strcmp(argv[2], "2") == 0 ? "cgroup2" : "cgroup");
	if (context < 0)
		return -1;
	for (unsigned i = 4; i < argc; i++) {
		const char *name = strncmp(argv[i], "name=", 5) == 0 ? argv[i] + 5 : NULL;
		int done = name ? sys_fsconfig(context, FSCONFIG_SET_STRING, "name", name, 0)
				: sys_fsconfig(context, FSCONFIG_SET_FLAG, argv[i], NULL, 0);
		if (done < 0)
			return -1;
	}
	if (sys_fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return -1;
	return context;
}

void step_cgroup_mount(struct child *child, unsigned argc, char **argv)
{
	if (argc < 4 || (strcmp(argv[2], "1") != 0 && strcmp(argv[2], "2") != 0))
		fail_usage("", "expects a target, version 1 or 2, attributes and controllers");
	const char *path = argv[1];
	uint64_t attributes = mount_attributes(argv[3]);
	int context = cgroup_context(argc, argv);
	if (context < 0 && is_unsupported(errno))
		return;
	int target = context < 0 ? -1 : target_open(child, path, true);
	int mount = context < 0 ? -1 : sys_fsmount(context, (unsigned)attributes);
	if (mount < 0)
		fail(path);
	mount_attach(mount, target, path);
	close(mount);
	close(target);
	close(context);
}

static bool has_word(const char *words, const char *word)
{
	size_t length = strlen(word);
	for (const char *at = words; *at; at += strcspn(at, ",") + (at[strcspn(at, ",")] == ','))
		if (strcspn(at, ",") == length && strncmp(at, word, length) == 0)
			return true;
	return false;
}

static void propagation_set(int mount, const char *word, const char *path)
{
	if (!*word)
		return;
	const char *mode = *word == 'r' ? word + 1 : word;
	struct mount_attr attr = {
		.propagation = strcmp(mode, "private") == 0      ? MS_PRIVATE
			       : strcmp(mode, "slave") == 0      ? MS_SLAVE
			       : strcmp(mode, "shared") == 0     ? MS_SHARED
			       : strcmp(mode, "unbindable") == 0 ? MS_UNBINDABLE
								 : 0,
	};
	if (!attr.propagation)
		fail_usage(word, "unknown propagation");
	if (sys_mount_setattr(mount, *word == 'r' ? AT_RECURSIVE : 0, &attr) < 0)
		fail(path);
}

void step_bind(struct child *child, unsigned argc, char **argv)
{
	if (argc != 6)
		fail_usage("", "expects a target, a source, attributes, a propagation and flags");
	const char *path = argv[1], *source = argv[2], *flags = argv[5];
	bool recursive = has_word(flags, "recursive");
	int mount = sys_open_tree(AT_FDCWD, source, OPEN_TREE_CLONE | (recursive ? AT_RECURSIVE : 0));
	if (mount < 0 && errno == ENOENT && has_word(flags, "optional"))
		return;
	struct stat status;
	if (mount < 0 || fstat(mount, &status) < 0)
		fail(source);
	int target = target_open(child, path, S_ISDIR(status.st_mode));
	/* Restricted before it is attached: nobody sees it writable in between. */
	if (*argv[3])
		mount_restrict(mount, mount_attributes(argv[3]), recursive, path);
	propagation_set(mount, argv[4], path);
	mount_attach(mount, target, path);
	close(mount);
	close(target);
}

/* One empty tmpfs for all masked directories: a tmpfs each contends in the kernel (runc PR 5275). */
static int empty_mount(struct child *child, const char *path)
{
	if (child->empty_mount >= 0)
		return mount_clone(child->empty_mount, path);
	int context = context_open("tmpfs", path);
	context_option(context, "size=4k", path);
	context_option(context, "nr_inodes=1", path);
	context_option(context, "mode=0555", path);
	child->empty_mount = context_mount(context, MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV | MOUNT_ATTR_NOEXEC, path);
	return child->empty_mount;
}

/*
 * Always the host's checked null device: the container's own may be a link to what is to be hidden (CVE-2025-31133). Opened
 * again, since the one for standard input is in the mount namespace that we came from, and only what is in ours can be cloned.
 */
static int null_mount(struct child *child, const char *path)
{
	if (child->null_mount >= 0)
		return mount_clone(child->null_mount, path);
	int null = null_open(O_PATH);
	child->null_mount = mount_clone(null, path);
	close(null);
	return child->null_mount;
}

void step_mask(struct child *child, unsigned argc, char **argv)
{
	if (argc != 2)
		fail_usage("", "expects a path");
	const char *path = argv[1];
	int target = rootfs_open(root_of(child, path), path, O_PATH | O_NOFOLLOW);
	if (target < 0 && (errno == ENOENT || errno == ENOTDIR))
		return;
	struct stat status;
	if (target < 0 || fstat(target, &status) < 0)
		fail(path);
	if (S_ISLNK(status.st_mode)) {
		errno = ELOOP;
		fail_because(path, "a masked path must not be a symbolic link");
	}
	int mount = S_ISDIR(status.st_mode) ? empty_mount(child, path) : null_mount(child, path);
	mount_attach(mount, target, path);
	close(target);
	/* The first of each kind stays open: the next ones are its clones, and a clone needs an attached mount. */
	if (mount != child->empty_mount && mount != child->null_mount)
		close(mount);
}

void step_readonly(struct child *child, unsigned argc, char **argv)
{
	if (argc != 2)
		fail_usage("", "expects a path");
	const char *path = argv[1];
	int target = rootfs_open(root_of(child, path), path, O_PATH);
	if (target < 0 && (errno == ENOENT || errno == ENOTDIR))
		return;
	if (target < 0)
		fail(path);
	int mount = sys_open_tree(target, "", OPEN_TREE_CLONE | AT_RECURSIVE | AT_EMPTY_PATH);
	if (mount < 0)
		fail(path);
	mount_restrict(mount, MOUNT_ATTR_RDONLY, true, path);
	mount_attach(mount, target, path);
	close(mount);
	close(target);
}
