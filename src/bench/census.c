/*
 * census MARK TYPE…: counts the running containers of a benchmark, so that no starter is fast because
 * it did less. A container is a process `/bin/sleep MARK`; it counts when its namespaces of
 * the TYPEs are not ours, its root is an overlay and its memory limit is set.
 *
 * Prints `COUNT MOUNTS PID`: MOUNTS and PID are those of the last container that counts, 0 without one.
 */
#include <ctype.h>
#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroups.h"
#include "files.h"

static const char memory_limit[] = "67108864\n";

static bool is_marked(const char *pid, const char *mark)
{
	char path[300], text[256];
	snprintf(path, sizeof path, "/proc/%s/cmdline", pid);
	ssize_t length = read_file(path, text, sizeof text);
	size_t name = sizeof "/bin/sleep";
	return length == (ssize_t)(name + strlen(mark) + 1) && strcmp(text, "/bin/sleep") == 0 &&
	       strcmp(text + name, mark) == 0;
}

static bool has_own_namespaces(const char *pid, char *const *types)
{
	for (size_t i = 0; types[i] != NULL; i++) {
		char path[300], theirs[64] = "", ours[64] = "";
		snprintf(path, sizeof path, "/proc/%s/ns/%s", pid, types[i]);
		if (readlink(path, theirs, sizeof theirs - 1) < 0)
			return false;
		snprintf(path, sizeof path, "/proc/self/ns/%s", types[i]);
		if (readlink(path, ours, sizeof ours - 1) < 0)
			die("readlink", path);
		if (strcmp(theirs, ours) == 0)
			return false;
	}
	return true;
}

/* 66 42 0:40 / / rw,relatime - overlay overlay rw,lowerdir=… */
static int count_mounts(const char *pid, bool *overlay)
{
	char path[300], line[4096];
	int mounts = 0;
	snprintf(path, sizeof path, "/proc/%s/mountinfo", pid);
	FILE *table = fopen(path, "re");
	*overlay = false;
	if (table == NULL)
		return 0;
	while (fgets(line, sizeof line, table) != NULL) {
		if (strstr(line, " / / ") != NULL && strstr(line, " - overlay ") != NULL)
			*overlay = true;
		mounts++;
	}
	fclose(table);
	return mounts;
}

/* 4:memory:/reconcile-floor/c0 on v1, 0::/reconcile-floor/c0 on v2 */
static bool has_memory_limit(const char *pid, const struct hierarchies *hierarchies)
{
	char path[1024], text[4096], *line;
	snprintf(path, sizeof path, "/proc/%s/cgroup", pid);
	if (read_file(path, text, sizeof text) < 0)
		return false;
	for (int h = 0; h < hierarchies->count; h++) {
		const struct hierarchy *hierarchy = &hierarchies->all[h];
		if (!lists_controller(hierarchy, "memory"))
			continue;
		line = strstr(text, hierarchy->v2 ? "0::/" : ":memory:/");
		if (line == NULL)
			return false;
		line = strchr(line, '/');
		snprintf(path, sizeof path, "%s%.*s/%s", hierarchy->mount_point, (int)strcspn(line, "\n"), line,
		    hierarchy->v2 ? "memory.max" : "memory.limit_in_bytes");
		return read_file(path, text, sizeof text) > 0 && strcmp(text, memory_limit) == 0;
	}
	return false;
}

int main(int argc, char **argv)
{
	if (argc < 3) {
		fprintf(stderr, "usage: census MARK TYPE...\n");
		return 2;
	}
	struct hierarchies hierarchies;
	struct dirent *entry;
	int count = 0, mounts = 0, last = 0;
	find_hierarchies(&hierarchies);
	DIR *processes = opendir("/proc");
	if (processes == NULL)
		die("open", "/proc");
	while ((entry = readdir(processes)) != NULL) {
		const char *pid = entry->d_name;
		bool overlay;
		if (!isdigit((unsigned char)*pid) || !is_marked(pid, argv[1]))
			continue;
		int its_mounts = count_mounts(pid, &overlay);
		bool namespaces = has_own_namespaces(pid, argv + 2), limited = has_memory_limit(pid, &hierarchies);
		if (namespaces && overlay && limited) {
			count++;
			mounts = its_mounts;
			last = atoi(pid);
		} else {
			fprintf(stderr, "census: %s does not count:%s%s%s\n", pid,
			    namespaces ? "" : " shares a namespace", overlay ? "" : " root is no overlay",
			    limited ? "" : " memory limit is not set");
		}
	}
	closedir(processes);
	printf("%d %d %d\n", count, mounts, last);
	return 0;
}
