#include "overlay.h"

#include "fail.h"
#include "mount_fd.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

/* fsconfig(2) takes strings of up to 255 bytes, whatever the kernel (util-linux #1992). */
#define STRING_MAX 255

static void fd_path(char *buffer, unsigned size, int fd)
{
	struct text text = {.start = buffer, .size = size};
	text_add(&text, "/proc/self/fd/");
	text_number(&text, fd);
}

static int directory_open(const char *path)
{
	int fd = sys_open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
	if (fd < 0)
		fail(path);
	return fd;
}

/* The path as written where the kernel takes it, since it shows in mountinfo; else its descriptor's short name. */
static int directory_option(int context, const char *key, const char *path)
{
	char name[32];
	/* A backslash quotes in upperdir and workdir, and not in lowerdir+. */
	if (strlen(path) <= STRING_MAX && !strpbrk(path, "\\:,"))
		return sys_fsconfig(context, FSCONFIG_SET_STRING, key, path, 0);
	int fd = directory_open(path);
	fd_path(name, sizeof name, fd);
	int done = sys_fsconfig(context, FSCONFIG_SET_STRING, key, name, 0);
	int err = errno;
	close(fd);
	errno = err;
	return done;
}

/* Linux 6.8 and later (EINVAL before): a key per layer. -1 with errno, and the path that it was about in *PATH. */
static int mount_by_layers(int context, const char *upper, const char *work, const char **lowers, unsigned count, const char **path)
{
	for (unsigned i = 0; i < count; i++) {
		*path = lowers[i];
		if (directory_option(context, "lowerdir+", lowers[i]) < 0)
			return -1;
	}
	*path = upper ? upper : lowers[0];
	if (upper && directory_option(context, "upperdir", upper) < 0)
		return -1;
	if (upper && directory_option(context, "workdir", work) < 0)
		return -1;
	if (sys_fsconfig(context, FSCONFIG_SET_STRING, "source", "overlay", 0) < 0)
		return -1;
	if (sys_fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		return -1;
	return sys_fsmount(context, upper ? 0 : MOUNT_ATTR_RDONLY);
}

/* In a mount(2) option string `:` separates layers, `,` options and `\` quotes: such a path goes by its descriptor. */
static void add_directory(struct text *options, const char *path, int by_descriptor)
{
	char name[32];
	if (by_descriptor || strpbrk(path, "\\:,")) {
		/* Left open: it is resolved when mount(2) runs, and the child's execve closes it. */
		fd_path(name, sizeof name, directory_open(path));
		path = name;
	}
	text_add(options, path);
}

static bool options_write(struct text *options, const char *upper, const char *work, const char **lowers, unsigned count, int short_names)
{
	options->used = 0;
	text_add(options, "lowerdir=");
	for (unsigned i = 0; i < count; i++) {
		if (i)
			text_add(options, ":");
		add_directory(options, lowers[i], short_names);
	}
	if (upper) {
		text_add(options, ",upperdir=");
		add_directory(options, upper, short_names);
		text_add(options, ",workdir=");
		add_directory(options, work, short_names);
	}
	return options->used < options->size - 1;
}

/* mount(2) says that a directory is missing, not which one: look. */
static void blame_missing(const char *upper, const char *work, const char **lowers, unsigned count)
{
	int err = errno;
	for (unsigned i = 0; i < count; i++)
		close(directory_open(lowers[i]));
	if (upper) {
		close(directory_open(upper));
		close(directory_open(work));
	}
	errno = err;
}

/* Before Linux 6.8: one string of at most a page. */
static void mount_by_options(int place, const char *upper, const char *work, const char **lowers, unsigned count,
			     const char *complaint)
{
	char page[4096], target[32];
	struct text options = TEXT(page);
	if (!options_write(&options, upper, work, lowers, count, false) && !options_write(&options, upper, work, lowers, count, true)) {
		errno = E2BIG;
		fail_because(lowers[0], "this kernel takes one page of overlay options: use fewer layers");
	}
	fd_path(target, sizeof target, place);
	if (sys_mount("overlay", target, "overlay", upper ? 0 : MS_RDONLY, page) == 0)
		return;
	if (errno == ENOENT || errno == ENOTDIR)
		blame_missing(upper, work, lowers, count);
	if (*complaint)
		fail_because(upper ? upper : lowers[0], complaint);
	fail(upper ? upper : lowers[0]);
}

/* PLACE still names what lies below the mount that was put on it; `..` of nothing helps, so walk to it again by its name. */
static int open_top(int place)
{
	char name[32];
	fd_path(name, sizeof name, place);
	char path[4096];
	ssize_t length = readlink(name, path, sizeof path - 1);
	if (length < 0)
		fail(name);
	path[length] = '\0';
	return directory_open(path);
}

/*
 * Before Linux 6.5 overlayfs reads its options only at the end, and complains of `lowerdir+` in the kernel's log: do not even try.
 * uname(2): `6.1.0-56-cloud-amd64`.
 */
static bool takes_layers(void)
{
	struct utsname kernel;
	if (uname(&kernel) < 0)
		return true;
	unsigned major = (unsigned)atoi(kernel.release);
	char *dot = strchr(kernel.release, '.');
	return major > 6 || (major == 6 && dot && atoi(dot + 1) >= 5);
}

int overlay_mount(int place, const char *upper, const char *work, const char **lowers, unsigned count)
{
	const char *path = lowers[0];
	if (!takes_layers()) {
		mount_by_options(place, upper, work, lowers, count, "");
		return open_top(place);
	}
	int context = context_open("overlay", path);
	int mount = mount_by_layers(context, upper, work, lowers, count, &path);
	if (mount >= 0) {
		close(context);
		mount_attach(mount, place, path);
		return mount;
	}
	const char *complaint = context_complaint(context);
	if (errno == EINVAL) {
		close(context);
		mount_by_options(place, upper, work, lowers, count, complaint);
		return open_top(place);
	}
	if (*complaint)
		fail_because(path, complaint);
	fail(path);
}
