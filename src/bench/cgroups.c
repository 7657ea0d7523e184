#include "cgroups.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "files.h"

/* What run.sh writes into the manifests and config.json of the others. */
static const struct limit four_limits[] = {
    {"memory", "memory.limit_in_bytes", "67108864", "memory.max", "67108864"},
    {"cpu", "cpu.shares", "512", "cpu.weight", "50"},
    {"cpu", "cpu.cfs_quota_us", "50000", "cpu.max", "50000 100000"},
    {"pids", "pids.max", "32", "pids.max", "32"},
};
const struct limits container_limits = {"c", four_limits, sizeof four_limits / sizeof four_limits[0], true};

/* Default devices of a container; devices.allow takes one per write. */
static const char *const allowed_devices[] = {"c *:* m", "b *:* m", "c 1:3 rwm", "c 1:5 rwm", "c 1:7 rwm", "c 1:8 rwm",
    "c 1:9 rwm", "c 5:0 rwm", "c 5:2 rwm", "c 136:* rwm", "c 10:200 rwm"};

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

bool lists_controller(const struct hierarchy *hierarchy, const char *name)
{
	const char *controllers = hierarchy->controllers;
	size_t length = strlen(name);
	for (const char *at = controllers; (at = strstr(at, name)) != NULL; at += length) {
		bool starts = at == controllers || strchr(", ", at[-1]) != NULL;
		bool ends = strchr(", \n", at[length]) != NULL;
		if (starts && ends)
			return true;
	}
	return false;
}

/*
 * 32 31 0:29 / /sys/fs/cgroup/cpu rw,relatime - cgroup cgroup rw,cpu
 * (1)(2) (3) (4)      (5)             (6)     -  (9)   (10)  (11)
 */
static bool parse_mount(const char *line, struct hierarchy *hierarchy)
{
	char type[32];
	const char *separator = strstr(line, " - ");
	if (separator == NULL || sscanf(separator, " - %31s %*s %255s", type, hierarchy->controllers) != 2)
		return false;
	hierarchy->v2 = strcmp(type, "cgroup2") == 0;
	if (!hierarchy->v2 && strcmp(type, "cgroup") != 0)
		return false;
	return sscanf(line, "%*s %*s %*s / %255s", hierarchy->mount_point) == 1;
}

static void read_v2_controllers(struct hierarchy *hierarchy)
{
	char path[512];
	snprintf(path, sizeof path, "%s/cgroup.controllers", hierarchy->mount_point);
	if (read_file(path, hierarchy->controllers, sizeof hierarchy->controllers) < 0)
		die("read", path);
}

void find_hierarchies(struct hierarchies *found)
{
	char line[4096];
	FILE *table = fopen("/proc/self/mountinfo", "re");
	if (table == NULL)
		die("open", "/proc/self/mountinfo");
	found->count = 0;
	found->v2 = -1;
	while (found->count < MAX_HIERARCHIES && fgets(line, sizeof line, table) != NULL) {
		struct hierarchy *hierarchy = &found->all[found->count];
		if (!parse_mount(line, hierarchy))
			continue;
		if (hierarchy->v2) {
			found->v2 = found->count;
			read_v2_controllers(hierarchy);
		}
		found->count++;
	}
	fclose(table);
	if (found->count > 0)
		return;
	errno = ENOENT;
	die("find a mount of type cgroup or cgroup2 in", "/proc/self/mountinfo");
}

static void group_path(char *path, size_t size, const struct hierarchy *hierarchy, const char *file)
{
	snprintf(path, size, "%s/" FLOOR_GROUP "%s%s", hierarchy->mount_point, file ? "/" : "", file ? file : "");
}

void leaf_path(
    char *path, size_t size, const struct hierarchy *hierarchy, const struct limits *limits, int index, const char *file)
{
	snprintf(path, size, "%s/" FLOOR_GROUP "/%s%d%s%s", hierarchy->mount_point, limits->prefix, index,
	    file ? "/" : "", file ? file : "");
}

const char *limit_file(const struct limit *limit, const struct hierarchy *hierarchy)
{
	if (!lists_controller(hierarchy, limit->controller))
		return NULL;
	return hierarchy->v2 ? limit->v2_file : limit->v1_file;
}

static void must_write(const char *path, const char *text)
{
	if (write_file(path, text) < 0)
		die("write", path);
}

/* v2 hands a controller down only where each ancestor's subtree_control has it. */
static void enable_controllers(const struct hierarchy *hierarchy, const struct limits *limits)
{
	char path[512];
	for (size_t i = 0; i < limits->count; i++) {
		const char *controller = limits->all[i].controller;
		bool done = i > 0 && strcmp(controller, limits->all[i - 1].controller) == 0;
		if (done || !lists_controller(hierarchy, controller))
			continue;
		char word[32];
		snprintf(word, sizeof word, "+%s", controller);
		snprintf(path, sizeof path, "%s/cgroup.subtree_control", hierarchy->mount_point);
		must_write(path, word);
		group_path(path, sizeof path, hierarchy, "cgroup.subtree_control");
		must_write(path, word);
	}
}

/* A new v1 cpuset is empty and takes no process; with clone_children leaves copy their parent's. */
static void prepare_cpuset(const struct hierarchy *hierarchy)
{
	static const char *const files[] = {"cpuset.cpus", "cpuset.mems"};
	char path[512], text[256];
	for (size_t i = 0; i < COUNT(files); i++) {
		snprintf(path, sizeof path, "%s/%s", hierarchy->mount_point, files[i]);
		if (read_file(path, text, sizeof text) < 0)
			die("read", path);
		group_path(path, sizeof path, hierarchy, files[i]);
		must_write(path, text);
	}
	group_path(path, sizeof path, hierarchy, "cgroup.clone_children");
	must_write(path, "1");
}

void create_group(const struct hierarchies *hierarchies, const struct limits *limits)
{
	char path[512];
	for (int h = 0; h < hierarchies->count; h++) {
		const struct hierarchy *hierarchy = &hierarchies->all[h];
		group_path(path, sizeof path, hierarchy, NULL);
		if (mkdir(path, 0755) < 0)
			die("mkdir", path);
		if (hierarchy->v2)
			enable_controllers(hierarchy, limits);
		else if (lists_controller(hierarchy, "cpuset"))
			prepare_cpuset(hierarchy);
	}
}

void remove_group(const struct hierarchies *hierarchies)
{
	char path[512];
	for (int h = 0; h < hierarchies->count; h++) {
		group_path(path, sizeof path, &hierarchies->all[h], NULL);
		if (rmdir(path) < 0)
			die("rmdir", path);
	}
}

static void write_devices(const struct hierarchy *hierarchy, int index)
{
	char path[512];
	leaf_path(path, sizeof path, hierarchy, &container_limits, index, "devices.deny");
	must_write(path, "a");
	leaf_path(path, sizeof path, hierarchy, &container_limits, index, "devices.allow");
	for (size_t i = 0; i < COUNT(allowed_devices); i++)
		must_write(path, allowed_devices[i]);
}

void create_leaf(const struct hierarchies *hierarchies, const struct limits *limits, int index)
{
	char path[512];
	for (int h = 0; h < hierarchies->count; h++) {
		const struct hierarchy *hierarchy = &hierarchies->all[h];
		leaf_path(path, sizeof path, hierarchy, limits, index, NULL);
		if (mkdir(path, 0755) < 0)
			die("mkdir", path);
		for (size_t i = 0; i < limits->count; i++) {
			const char *file = limit_file(&limits->all[i], hierarchy);
			const char *value = hierarchy->v2 ? limits->all[i].v2_value : limits->all[i].v1_value;
			if (file == NULL || value == NULL)
				continue;
			leaf_path(path, sizeof path, hierarchy, limits, index, file);
			must_write(path, value);
		}
		if (limits->devices && !hierarchy->v2 && lists_controller(hierarchy, "devices"))
			write_devices(hierarchy, index);
	}
}

void remove_leaf(const struct hierarchies *hierarchies, const struct limits *limits, int index)
{
	char path[512];
	for (int h = 0; h < hierarchies->count; h++) {
		leaf_path(path, sizeof path, &hierarchies->all[h], limits, index, NULL);
		if (rmdir(path) < 0)
			die("rmdir", path);
	}
}

size_t read_limits(const struct hierarchies *hierarchies, const struct limits *limits, int index)
{
	char path[512], text[4096];
	size_t bytes = 0;
	for (int h = 0; h < hierarchies->count; h++) {
		const struct hierarchy *hierarchy = &hierarchies->all[h];
		for (size_t i = 0; i < limits->count; i++) {
			const char *file = limit_file(&limits->all[i], hierarchy);
			if (file == NULL)
				continue;
			leaf_path(path, sizeof path, hierarchy, limits, index, file);
			ssize_t length = read_file(path, text, sizeof text);
			if (length < 0)
				die("read", path);
			bytes += (size_t)length;
		}
	}
	return bytes;
}

int leaf_process(const struct hierarchies *hierarchies, int index)
{
	char path[512], text[4096];
	leaf_path(path, sizeof path, &hierarchies->all[0], &container_limits, index, "cgroup.procs");
	if (read_file(path, text, sizeof text) < 0)
		die("read", path);
	return atoi(text);
}
