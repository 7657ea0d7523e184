/* The root: scratch space, wrapped layers, the overlay, and the pivot into it. All in the child's own mount namespace. */
#include "child.h"
#include "fail.h"
#include "mount_fd.h"
#include "names.h"
#include "overlay.h"
#include "room.h"
#include "rootfs_path.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

void step_propagation(struct child *child, unsigned argc, char **argv)
{
	(void)child;
	if (argc != 2)
		fail_usage("/", "expects slave or private");
	unsigned long mode = strcmp(argv[1], "slave") == 0 ? MS_SLAVE : strcmp(argv[1], "private") == 0 ? MS_PRIVATE : 0;
	if (!mode)
		fail_usage(argv[1], "expects slave or private");
	/* Before anything is mounted: a shared parent would carry it to the host (moby #34672, runc #1315). */
	if (sys_mount(NULL, "/", NULL, MS_REC | mode, NULL) < 0)
		fail("/");
}

static int scratch_directory(struct child *child, const char *name, mode_t mode)
{
	if (child->scratch < 0)
		fail_usage(name, "needs scratch before it");
	if (mkdirat(child->scratch, name, mode) < 0 && errno != EEXIST)
		fail(name);
	int directory = openat(child->scratch, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (directory < 0)
		fail(name);
	return directory;
}

void step_scratch(struct child *child, unsigned argc, char **argv)
{
	if (argc != 2)
		fail_usage("", "expects a directory");
	/* Somebody may have emptied /run since; a restart months later needs no apply before it. */
	int host = sys_open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	int place = host < 0 ? -1 : rootfs_directory(host, argv[1]);
	if (place < 0)
		fail(argv[1]);
	close(host);
	int context = context_open("tmpfs", argv[1]);
	context_option(context, "size=256k", argv[1]);
	context_option(context, "mode=0700", argv[1]);
	child->scratch = context_mount(context, MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV, argv[1]);
	child->scratch_path = argv[1];
	mount_attach(child->scratch, place, argv[1]);
	close(place);
}

static const char *scratch_path(const struct child *child, const char *prefix, const char *name)
{
	char buffer[4096];
	struct text path = TEXT(buffer);
	text_add(&path, child->scratch_path);
	text_add(&path, prefix);
	text_add(&path, name);
	return room_copy(buffer);
}

/* For overlayfs, which wants two directories where there is one. */
static const char *empty_path(struct child *child)
{
	close(scratch_directory(child, "empty", 0755));
	return scratch_path(child, "/", "empty");
}

/* A layer that contains another one's upper directory is refused by overlayfs (ELOOP); seen through an overlay it is not. */
void step_wrap(struct child *child, unsigned argc, char **argv)
{
	if (argc != 3)
		fail_usage("", "expects a number and a directory");
	char name[64];
	struct text text = TEXT(name);
	text_add(&text, "wrap");
	text_add(&text, argv[1]);
	int place = scratch_directory(child, name, 0755);
	const char *lowers[] = {argv[2], empty_path(child)};
	close(overlay_mount(place, NULL, NULL, lowers, 2));
	close(place);
}

/* `wrap:N` is scratch/wrapN. */
static const char *lower_path(const struct child *child, const char *lower)
{
	return strncmp(lower, "wrap:", 5) == 0 ? scratch_path(child, "/wrap", lower + 5) : lower;
}

/* A tmpfs of the container's own for its writable layer: charged to it, gone with it. */
static void tmpfs_make(struct child *child, const char *size)
{
	char option[40];
	struct text text = TEXT(option);
	int place = scratch_directory(child, "rw", 0755);
	int context = context_open("tmpfs", "rw");
	text_add(&text, "size=");
	text_add(&text, size);
	context_option(context, option, "rw");
	int mount = context_mount(context, 0, "rw");
	mount_attach(mount, place, "rw");
	if (mkdirat(mount, "upper", 0755) < 0 || mkdirat(mount, "work", 0700) < 0)
		fail("rw");
	close(mount);
	close(place);
}

void step_overlay(struct child *child, unsigned argc, char **argv)
{
	if (argc < 4)
		fail_usage("", "expects an upper, a work and at least one lower directory");
	int place = scratch_directory(child, "root", 0755);
	const char *upper = argv[1], *work = argv[2];
	if (strncmp(upper, "tmpfs:", 6) == 0) {
		tmpfs_make(child, upper + 6);
		upper = scratch_path(child, "/rw/", "upper");
		work = scratch_path(child, "/rw/", "work");
	}
	unsigned count = argc - 3;
	const char **lowers = (const char **)argv + 3;
	for (unsigned i = 0; i < count; i++)
		lowers[i] = lower_path(child, lowers[i]);
	/* Without an upper layer overlayfs wants two lower ones; the NULL that ends the instruction leaves room. */
	if (!*upper && count == 1)
		lowers[count++] = empty_path(child);
	child->root = overlay_mount(place, *upper ? upper : NULL, work, lowers, count);
	close(place);
}

void step_bind_root(struct child *child, unsigned argc, char **argv)
{
	if (argc != 2)
		fail_usage("", "expects a directory");
	int place = scratch_directory(child, "root", 0755);
	child->root = sys_open_tree(AT_FDCWD, argv[1], OPEN_TREE_CLONE);
	if (child->root < 0)
		fail(argv[1]);
	mount_restrict(child->root, MOUNT_ATTR_RDONLY, 0, argv[1]);
	mount_attach(child->root, place, argv[1]);
	close(place);
}

void step_host_root(struct child *child, unsigned argc, char **argv)
{
	(void)argv;
	if (argc != 1)
		fail_usage("", "expects nothing");
	child->root = sys_open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (child->root < 0)
		fail("/");
	child->host_root = true;
}

void step_pivot(struct child *child, unsigned argc, char **argv)
{
	if (child->root < 0 || child->host_root)
		fail_usage("", "needs overlay or bind-root before it");
	if (argc == 2 && strcmp(argv[1], "readonly") == 0)
		mount_restrict(child->root, MOUNT_ATTR_RDONLY, 0, "/");
	else if (argc != 1)
		fail_usage(argv[1], "expects nothing or readonly");
	/* The old root lands on top of the new one and is dropped from there: no directory for it is needed (pivot_root(2)). */
	if (fchdir(child->root) < 0 || sys_pivot_root(".", ".") < 0 || sys_umount2(".", MNT_DETACH) < 0 || chdir("/") < 0)
		fail("/");
}
