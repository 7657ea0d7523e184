#include "container.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "files.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define BARE (MS_NOSUID | MS_NODEV | MS_NOEXEC)

struct mount_point {
	const char *target, *type;
	unsigned long flags;
	const char *data;
};

/* Targets are relative: the working directory is the new root until the pivot. */
static const struct mount_point default_mounts[] = {
    {"proc", "proc", BARE, NULL},
    {"dev", "tmpfs", MS_NOSUID | MS_STRICTATIME, "mode=755,size=65536k"},
    {"dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "newinstance,ptmxmode=0666,mode=0620,gid=5"},
    {"dev/shm", "tmpfs", BARE, "mode=1777,size=65536k"},
    {"dev/mqueue", "mqueue", BARE, NULL},
    {"sys", "sysfs", BARE | MS_RDONLY, NULL},
};

static const struct {
	const char *path;
	int major, minor;
} devices[] = {{"dev/null", 1, 3}, {"dev/zero", 1, 5}, {"dev/full", 1, 7}, {"dev/random", 1, 8}, {"dev/urandom", 1, 9},
    {"dev/tty", 5, 0}};

static const struct {
	const char *path, *content;
} symlinks[] = {{"dev/fd", "/proc/self/fd"}, {"dev/stdin", "/proc/self/fd/0"}, {"dev/stdout", "/proc/self/fd/1"},
    {"dev/stderr", "/proc/self/fd/2"}, {"dev/ptmx", "pts/ptmx"}};

static const char *const masked[] = {"proc/acpi", "proc/asound", "proc/kcore", "proc/keys", "proc/latency_stats",
    "proc/timer_list", "proc/timer_stats", "proc/sched_debug", "proc/scsi", "sys/firmware",
    "sys/devices/virtual/powercap"};

static const char *const readonly[] = {"proc/bus", "proc/fs", "proc/irq", "proc/sys", "proc/sysrq-trigger"};

static const int kept_capabilities[] = {CAP_CHOWN, CAP_DAC_OVERRIDE, CAP_FOWNER, CAP_FSETID, CAP_KILL,
    CAP_NET_BIND_SERVICE, CAP_SETFCAP, CAP_SETGID, CAP_SETPCAP, CAP_SETUID, CAP_SYS_CHROOT};

/* Children of the best variant share errno with each other: the number may be another's, the stage is not. */
static _Noreturn void fail(const struct container *container, const char *stage)
{
	struct failure failure = {.index = container->index, .error = errno};
	strncpy(failure.stage, stage, sizeof failure.stage - 1);
	if (write(container->report, &failure, sizeof failure) < 0)
		_exit(2);
	_exit(1);
}

void attach_self_v1(const struct container *container)
{
	char path[512];
	for (int h = 0; h < container->hierarchies->count; h++) {
		const struct hierarchy *hierarchy = &container->hierarchies->all[h];
		if (hierarchy->v2)
			continue;
		leaf_path(path, sizeof path, hierarchy, &container_limits, container->index, "tasks");
		if (write_file(path, "0") < 0)
			fail(container, path);
	}
}

static void mount_root(const struct container *container)
{
	char options[1024], root[256];
	snprintf(root, sizeof root, "%s/root", container->state);
	snprintf(options, sizeof options, "lowerdir=%s,upperdir=%s/c%d/upper,workdir=%s/c%d/work", container->rootfs,
	    container->state, container->index, container->state, container->index);
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		fail(container, "make / private");
	if (mount("overlay", root, "overlay", 0, options) < 0)
		fail(container, "mount overlay");
	if (chdir(root) < 0)
		fail(container, "chdir to the new root");
}

static void mount_defaults(const struct container *container)
{
	for (size_t i = 0; i < COUNT(default_mounts); i++) {
		const struct mount_point *point = &default_mounts[i];
		if (strncmp(point->target, "dev/", 4) == 0 && mkdir(point->target, 0755) < 0)
			fail(container, point->target);
		if (mount(point->type, point->target, point->type, point->flags, point->data) < 0)
			fail(container, point->target);
	}
	for (size_t i = 0; i < COUNT(devices); i++)
		if (mknod(devices[i].path, S_IFCHR | 0666, makedev(devices[i].major, devices[i].minor)) < 0)
			fail(container, devices[i].path);
	for (size_t i = 0; i < COUNT(symlinks); i++)
		if (symlink(symlinks[i].content, symlinks[i].path) < 0)
			fail(container, symlinks[i].path);
}

/* /sys/fs/cgroup as on the host: v2 itself where it is there, else a tmpfs with one directory a hierarchy. */
static void mount_cgroups(const struct container *container)
{
	const struct hierarchies *hierarchies = container->hierarchies;
	const char *base = "sys/fs/cgroup";
	if (hierarchies->count == 1 && hierarchies->v2 == 0) {
		if (mount("cgroup2", base, "cgroup2", BARE | MS_RDONLY, NULL) < 0)
			fail(container, base);
		return;
	}
	if (mount("tmpfs", base, "tmpfs", BARE, "mode=755") < 0)
		fail(container, base);
	for (int h = 0; h < hierarchies->count; h++) {
		const struct hierarchy *hierarchy = &hierarchies->all[h];
		const char *options = strchr(hierarchy->controllers, ','); /* behind "rw" */
		char target[512];
		snprintf(target, sizeof target, "%s%s", base, strrchr(hierarchy->mount_point, '/'));
		if (mkdir(target, 0755) < 0)
			fail(container, target);
		const char *type = hierarchy->v2 ? "cgroup2" : "cgroup";
		if (mount(type, target, type, BARE | MS_RDONLY, hierarchy->v2 || !options ? NULL : options + 1) < 0)
			fail(container, target);
	}
}

static void mask(const struct container *container, const char *path)
{
	struct stat status;
	if (lstat(path, &status) < 0)
		return; /* this kernel has no such file: nothing to hide */
	int result = S_ISDIR(status.st_mode) ? mount("tmpfs", path, "tmpfs", MS_RDONLY, "size=0k")
					     : mount("dev/null", path, NULL, MS_BIND, NULL);
	if (result < 0)
		fail(container, path);
}

static void make_readonly(const struct container *container, const char *path)
{
	struct stat status;
	if (lstat(path, &status) < 0)
		return;
	if (mount(path, path, NULL, MS_BIND | MS_REC, NULL) < 0)
		fail(container, path);
	if (mount(NULL, path, NULL, MS_BIND | MS_REMOUNT | MS_RDONLY | BARE, NULL) < 0)
		fail(container, path);
}

static void pivot(const struct container *container)
{
	if (syscall(SYS_pivot_root, ".", ".") < 0)
		fail(container, "pivot_root");
	if (umount2(".", MNT_DETACH) < 0)
		fail(container, "umount the old root");
	if (chdir("/") < 0)
		fail(container, "chdir /");
}

static void loopback_up(const struct container *container)
{
	struct ifreq request = {.ifr_name = "lo", .ifr_flags = IFF_UP | IFF_RUNNING};
	int fd = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0 || ioctl(fd, SIOCSIFFLAGS, &request) < 0)
		fail(container, "bring lo up");
	close(fd);
}

static void drop_privileges(const struct container *container)
{
	unsigned long long kept = 0;
	for (size_t i = 0; i < COUNT(kept_capabilities); i++)
		kept |= 1ULL << kept_capabilities[i];
	for (int capability = 0; capability <= CAP_LAST_CAP; capability++)
		if (!(kept >> capability & 1) && prctl(PR_CAPBSET_DROP, capability) < 0 && errno != EINVAL)
			fail(container, "drop from the bounding set");
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {{.effective = (__u32)kept, .permitted = (__u32)kept},
	    {.effective = (__u32)(kept >> 32), .permitted = (__u32)(kept >> 32)}};
	if (syscall(SYS_capset, &header, data) < 0)
		fail(container, "capset");
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		fail(container, "no_new_privs");
}

_Noreturn void become_container(const struct container *container)
{
	char name[32];
	snprintf(name, sizeof name, "c%d", container->index);
	if (unshare(CLONE_NEWCGROUP) < 0)
		fail(container, "unshare the cgroup namespace");
	mount_root(container);
	mount_defaults(container);
	mount_cgroups(container);
	for (size_t i = 0; i < COUNT(masked); i++)
		mask(container, masked[i]);
	for (size_t i = 0; i < COUNT(readonly); i++)
		make_readonly(container, readonly[i]);
	pivot(container);
	loopback_up(container);
	if (sethostname(name, strlen(name)) < 0)
		fail(container, "sethostname");
	setsid();
	drop_privileges(container);
	char *const argv[] = {"/bin/sleep", (char *)container->mark, NULL};
	char *const env[] = {"PATH=/bin", NULL};
	execve(argv[0], argv, env);
	fail(container, "execve /bin/sleep");
}
