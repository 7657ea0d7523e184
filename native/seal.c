#include "seal.h"

#include "sys.h"

#include <errno.h>
#include <sys/statvfs.h>

#define OWN_EXECUTABLE "/proc/self/exe"

int seal_open(void)
{
	struct mount_attr attr = {.attr_set = MOUNT_ATTR_RDONLY | MOUNT_ATTR_NOSUID | MOUNT_ATTR_NODEV};
	int sealed = sys_open_tree(AT_FDCWD, OWN_EXECUTABLE, OPEN_TREE_CLONE);
	if (sealed < 0 || sys_mount_setattr(sealed, 0, &attr) == 0)
		return sealed;
	int err = errno;
	close(sealed);
	errno = err;
	return -1;
}

int seal_is_on(void)
{
	struct statvfs filesystem;
	return statvfs(OWN_EXECUTABLE, &filesystem) == 0 && filesystem.f_flag & ST_RDONLY;
}

void seal_exec(int sealed, char *const argv[])
{
	char *const environment[] = {NULL};
	syscall(SYS_execveat, sealed, "", argv, environment, AT_EMPTY_PATH);
}
