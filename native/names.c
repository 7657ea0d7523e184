#include "names.h"

#include "fail.h"
#include "sys.h"
#include "text.h"

#include <string.h>
#include <sys/resource.h>

struct word {
	const char *name;
	uint64_t number;
};

static const struct word *word_find(const struct word *words, size_t count, const char *name, size_t length)
{
	for (size_t i = 0; i < count; i++)
		if (strlen(words[i].name) == length && memcmp(words[i].name, name, length) == 0)
			return &words[i];
	return NULL;
}

#define FIND(words, name, length) word_find(words, sizeof(words) / sizeof(words)[0], name, length)

static const struct word namespaces[] = {
	{"pid", CLONE_NEWPID}, {"uts", CLONE_NEWUTS}, {"ipc", CLONE_NEWIPC},   {"net", CLONE_NEWNET},
	{"mnt", CLONE_NEWNS},  {"user", CLONE_NEWUSER}, {"time", CLONE_NEWTIME}, {"cgroup", CLONE_NEWCGROUP},
};

uint64_t namespace_flag(const char *type)
{
	const struct word *word = FIND(namespaces, type, strlen(type));
	return word ? word->number : 0;
}

uint64_t namespace_flags(char **types)
{
	uint64_t flags = 0;
	for (; *types; types++) {
		uint64_t flag = namespace_flag(*types);
		if (!flag)
			fail_usage(*types, "unknown namespace type");
		flags |= flag;
	}
	return flags;
}

static const struct word resources[] = {
	{"AS", RLIMIT_AS},         {"CORE", RLIMIT_CORE},       {"CPU", RLIMIT_CPU},           {"DATA", RLIMIT_DATA},
	{"FSIZE", RLIMIT_FSIZE},   {"LOCKS", RLIMIT_LOCKS},     {"MEMLOCK", RLIMIT_MEMLOCK},   {"MSGQUEUE", RLIMIT_MSGQUEUE},
	{"NICE", RLIMIT_NICE},     {"NOFILE", RLIMIT_NOFILE},   {"NPROC", RLIMIT_NPROC},       {"RSS", RLIMIT_RSS},
	{"RTPRIO", RLIMIT_RTPRIO}, {"RTTIME", RLIMIT_RTTIME},   {"SIGPENDING", RLIMIT_SIGPENDING}, {"STACK", RLIMIT_STACK},
};

int rlimit_number(const char *resource)
{
	if (strncmp(resource, "RLIMIT_", 7) == 0)
		resource += 7;
	const struct word *word = FIND(resources, resource, strlen(resource));
	return word ? (int)word->number : -1;
}

static const struct word attributes[] = {
	{"ro", MOUNT_ATTR_RDONLY},         {"nosuid", MOUNT_ATTR_NOSUID},     {"nodev", MOUNT_ATTR_NODEV},
	{"noexec", MOUNT_ATTR_NOEXEC},     {"noatime", MOUNT_ATTR_NOATIME},   {"relatime", MOUNT_ATTR_RELATIME},
	{"strictatime", MOUNT_ATTR_STRICTATIME}, {"nodiratime", MOUNT_ATTR_NODIRATIME}, {"nosymfollow", MOUNT_ATTR_NOSYMFOLLOW},
};

uint64_t mount_attributes(const char *words)
{
	uint64_t bits = 0;
	while (*words) {
		size_t length = strcspn(words, ",");
		const struct word *word = FIND(attributes, words, length);
		if (!word)
			fail_usage(words, "unknown mount attribute");
		bits |= word->number;
		words += length + (words[length] == ',');
	}
	return bits;
}

int64_t number_of(const char *text, unsigned base)
{
	int64_t number;
	if (!number_parse(text, base, &number))
		fail_usage(text, "not a number");
	return number;
}

uint64_t limit_value(const char *text)
{
	return strcmp(text, "max") == 0 ? RLIM_INFINITY : (uint64_t)number_of(text, 10);
}
