#include "floor.h"

#include <stdio.h>
#include <unistd.h>

#include "cgroups.h"
#include "files.h"

static size_t read_process(int pid)
{
	static const char *const types[] = {"cgroup", "ipc", "mnt", "net", "pid", "uts"};
	static const char *const files[] = {"stat", "cgroup", "mountinfo"};
	static char text[64 * 1024];
	char path[64];
	size_t bytes = 0;
	for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
		snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, types[i]);
		ssize_t length = readlink(path, text, sizeof text);
		if (length < 0)
			die("readlink", path);
		bytes += (size_t)length;
	}
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		snprintf(path, sizeof path, "/proc/%d/%s", pid, files[i]);
		ssize_t length = read_file(path, text, sizeof text);
		if (length < 0)
			die("read", path);
		bytes += (size_t)length;
	}
	return bytes;
}

void read_all(int count)
{
	struct hierarchies hierarchies;
	size_t bytes = 0;
	find_hierarchies(&hierarchies);
	for (int index = 0; index < count; index++)
		bytes += read_limits(&hierarchies, &container_limits, index) + read_process(leaf_process(&hierarchies, index));
	printf("%zu bytes\n", bytes);
}
