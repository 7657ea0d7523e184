#include "mount_fd.h"

#include "fail.h"
#include "sys.h"

#include <errno.h>
#include <string.h>

int context_open(const char *type, const char *path)
{
	int context = sys_fsopen(type);
	if (context < 0)
		fail_because(path, type);
	return context;
}

void context_option(int context, const char *option, const char *path)
{
	char key[256]; /* fsconfig(2) takes no longer one */
	size_t length = strcspn(option, "=");
	if (length >= sizeof key)
		fail_usage(path, "a mount option has a name of more than 255 bytes");
	memcpy(key, option, length);
	key[length] = '\0';
	const char *value = option[length] ? option + length + 1 : NULL;
	if (sys_fsconfig(context, value ? FSCONFIG_SET_STRING : FSCONFIG_SET_FLAG, key, value, 0) < 0)
		fail_because(path, option);
}

/* read(2) of a context gives one message a call: `e overlay: No changes allowed in reconfigure` */
const char *context_complaint(int context)
{
	static char message[256];
	int err = errno;
	ssize_t got = read(context, message, sizeof message - 1);
	message[got > 0 ? got : 0] = '\0';
	char *newline = strchr(message, '\n');
	if (newline)
		*newline = '\0';
	errno = err;
	return got > 2 ? message + 2 : "";
}

static _Noreturn void fail_of_context(int context, const char *path)
{
	const char *complaint = context_complaint(context);
	if (*complaint)
		fail_because(path, complaint);
	fail(path);
}

int context_mount(int context, uint64_t attributes, const char *path)
{
	if (sys_fsconfig(context, FSCONFIG_CMD_CREATE, NULL, NULL, 0) < 0)
		fail_of_context(context, path);
	int mount = sys_fsmount(context, (unsigned)attributes);
	if (mount < 0)
		fail_of_context(context, path);
	close(context);
	return mount;
}

int mount_clone(int source, const char *path)
{
	int mount = sys_open_tree(source, "", OPEN_TREE_CLONE | AT_EMPTY_PATH);
	if (mount < 0)
		fail(path);
	return mount;
}

void mount_attach(int mount, int target, const char *path)
{
	if (sys_move_mount(mount, target) < 0)
		fail(path);
}

void mount_restrict(int mount, uint64_t attributes, int recursive, const char *path)
{
	struct mount_attr attr = {.attr_set = attributes};
	/* The access time modes are one number, not bits: to set one, the field must be cleared in the same call. */
	if (attributes & (MOUNT_ATTR__ATIME | MOUNT_ATTR_NODIRATIME))
		attr.attr_clr = MOUNT_ATTR__ATIME;
	if (sys_mount_setattr(mount, recursive ? AT_RECURSIVE : 0, &attr) < 0)
		fail(path);
}
