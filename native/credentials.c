#include "fail.h"
#include "identity.h"
#include "sys.h"

#include <errno.h>
#include <linux/capability.h>
#include <sys/prctl.h>

/* Needs CAP_SETPCAP, so it comes before any is given up. */
static void bounding_drop(uint64_t keep)
{
	for (unsigned capability = 0; capability < 64; capability++) {
		if (keep >> capability & 1 || prctl(PR_CAPBSET_DROP, capability, 0, 0, 0) == 0)
			continue;
		/* EINVAL past the kernel's last one; but who may not drop any hears EPERM of all of them, there or not. */
		int err = errno, held = prctl(PR_CAPBSET_READ, capability, 0, 0, 0);
		if (held < 0)
			return;
		errno = err;
		if (held > 0)
			fail("bounding set");
	}
}

/* Inheritable stays empty: a file's inheritable bits would let a user gain them (CVE-2022-24769). */
static void capabilities_set(uint64_t mask)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct data[2] = {
		{.effective = (uint32_t)mask, .permitted = (uint32_t)mask},
		{.effective = (uint32_t)(mask >> 32), .permitted = (uint32_t)(mask >> 32)},
	};
	if (prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) < 0)
		fail("ambient set");
	if (syscall(SYS_capset, &header, data) < 0)
		fail_because("", "this process does not hold all of them");
}

void identity_take(const struct child *child, const struct identity *identity)
{
	fail_stage("capabilities");
	if (child->capabilities_set)
		bounding_drop(child->capabilities);
	fail_stage("user");
	/* Without this a change from uid 0 empties the permitted set, and capset below would have nothing to keep. */
	if (prctl(PR_SET_KEEPCAPS, 1, 0, 0, 0) < 0)
		fail("");
	/* Groups while still allowed to; the raw calls are enough, since there is one thread. */
	if (syscall(SYS_setgroups, identity->group_count, identity->groups) < 0)
		fail("supplementary groups");
	if (syscall(SYS_setresgid, identity->gid, identity->gid, identity->gid) < 0)
		fail("gid");
	if (syscall(SYS_setresuid, identity->uid, identity->uid, identity->uid) < 0)
		fail("uid");
	fail_stage("capabilities");
	if (child->capabilities_set)
		capabilities_set(child->capabilities);
	/* After the capabilities: nothing here needs to gain any, and a filter loaded later may rely on it. */
	fail_stage("no-new-privileges");
	if (child->no_new_privileges && prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		fail("");
}
