/* Who the process becomes: names looked up in the root's own /etc/passwd and /etc/group, never in the host's (no NSS). */
#ifndef IDENTITY_H
#define IDENTITY_H

#include "child.h"

struct identity {
	uid_t uid;
	gid_t gid;
	gid_t groups[CHILD_GROUPS_MAX];
	unsigned group_count;
	char home[1024];
};

/* Fails (fail.h) on a name without an entry; a number needs none. */
void identity_find(const struct child *child, struct identity *identity);
/* In the order that the kernel wants; the descriptors and the working directory are right already. */
void identity_take(const struct child *child, const struct identity *identity);

#endif
