#include "identity.h"

#include "fail.h"
#include "room.h"
#include "rootfs_path.h"
#include "sys.h"
#include "text.h"

#include <errno.h>
#include <string.h>
#include <sys/stat.h>

#define ACCOUNT_FILE_MAX (8u << 20)

/* The whole file, NUL-ended; NULL when there is none. It is the container's: it may be a FIFO or a device, which would block. */
static char *account_file(int root, const char *path)
{
	int fd = rootfs_open(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY);
	if (fd < 0 && errno == ENOENT)
		return NULL;
	struct stat status;
	if (fd < 0 || fstat(fd, &status) < 0)
		fail(path);
	if (!S_ISREG(status.st_mode) || status.st_size > ACCOUNT_FILE_MAX)
		fail_usage(path, "must be a regular file of at most 8 MiB");
	size_t size = (size_t)status.st_size, used = 0;
	char *content = room_take(size + 1);
	ssize_t got = 0;
	while (used < size && (got = read(fd, content + used, size - used)) > 0)
		used += (size_t)got;
	if (got < 0)
		fail(path);
	close(fd);
	content[used] = '\0';
	return content;
}

/* Cuts the next line into up to COUNT fields at `:`; the number of fields, -1 at the end. */
static int line_fields(char **content, char **fields, int count)
{
	char *line = *content;
	if (!line || !*line)
		return -1;
	char *newline = strchr(line, '\n');
	*content = newline ? newline + 1 : line + strlen(line);
	if (newline)
		*newline = '\0';
	int used = 0;
	while (used < count) {
		fields[used++] = line;
		char *colon = strchr(line, ':');
		if (!colon)
			break;
		*colon = '\0';
		line = colon + 1;
	}
	return used;
}

static bool id_parse(const char *text, uint32_t *id)
{
	int64_t number;
	if (!number_parse(text, 10, &number) || number < 0 || number >= UINT32_MAX)
		return false;
	*id = (uint32_t)number;
	return true;
}

/* /etc/passwd: name:password:uid:gid:gecos:home:shell. A name goes before a number that is equal to it. */
static char *passwd_find(int root, const char *user, struct identity *identity)
{
	char *content = account_file(root, "/etc/passwd"), *fields[7];
	uint32_t wanted = 0, uid, gid;
	bool numeric = id_parse(user, &wanted);
	char *by_number = NULL;
	for (int count; (count = line_fields(&content, fields, 7)) >= 0;) {
		if (count < 6 || !id_parse(fields[2], &uid) || !id_parse(fields[3], &gid))
			continue;
		bool named = strcmp(fields[0], user) == 0;
		if (!named && (by_number || !numeric || uid != wanted))
			continue;
		by_number = fields[0];
		identity->uid = uid;
		identity->gid = gid;
		struct text home = TEXT(identity->home);
		text_add(&home, *fields[5] ? fields[5] : "/");
		if (named)
			break;
	}
	if (!by_number && !numeric) {
		errno = ENOENT;
		fail_because(user, "no such user in the rootfs's /etc/passwd");
	}
	if (!by_number)
		identity->uid = wanted;
	return by_number;
}

static void group_add(struct identity *identity, gid_t gid)
{
	for (unsigned i = 0; i < identity->group_count; i++)
		if (identity->groups[i] == gid)
			return;
	if (identity->group_count == CHILD_GROUPS_MAX)
		fail_usage("/etc/group", "more than 256 groups");
	identity->groups[identity->group_count++] = gid;
}

static bool is_member(char *members, const char *name)
{
	for (char *member; (member = strsep(&members, ",")) != NULL;)
		if (strcmp(member, name) == 0)
			return true;
	return false;
}

/* /etc/group: name:password:gid:member,member */
static void groups_of_user(int root, const char *name, struct identity *identity)
{
	char *content = account_file(root, "/etc/group"), *fields[4];
	uint32_t gid;
	for (int count; (count = line_fields(&content, fields, 4)) >= 0;)
		if (count == 4 && id_parse(fields[2], &gid) && is_member(fields[3], name))
			group_add(identity, gid);
}

static gid_t group_find(int root, const char *group)
{
	char *content = account_file(root, "/etc/group"), *fields[4];
	uint32_t gid;
	for (int count; (count = line_fields(&content, fields, 4)) >= 0;)
		if (count >= 3 && strcmp(fields[0], group) == 0 && id_parse(fields[2], &gid))
			return gid;
	if (id_parse(group, &gid))
		return gid;
	errno = ENOENT;
	fail_because(group, "no such group in the rootfs's /etc/group");
}

void identity_find(const struct child *child, struct identity *identity)
{
	memset(identity, 0, sizeof *identity);
	identity->home[0] = '/';
	fail_stage("user");
	char *user = room_copy(child->user ? child->user : "0");
	char *group = strchr(user, ':');
	if (group)
		*group++ = '\0';
	char *name = passwd_find(child->root, user, identity);
	if (group)
		identity->gid = group_find(child->root, group);
	/* As everywhere: who names the group gets that group, who does not gets all of the user's. */
	else if (name)
		groups_of_user(child->root, name, identity);
	for (unsigned i = 0; i < child->group_count; i++)
		group_add(identity, child->groups[i]);
}
