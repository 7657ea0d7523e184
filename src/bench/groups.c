/*
 * The floor of groups that have limits and no processes: g0, g1, … in every hierarchy.
 *
 *   groups write N            makes them and writes ten limits into each, and prints the microseconds
 *   groups read N PASSES      reads the same files through descriptors that it keeps, PASSES times,
 *                             and prints the microseconds of each pass
 *   groups remove N
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "cgroups.h"
#include "files.h"

/* What groups.sh writes into the manifest. A period of its default is read, never written. */
static const struct limit ten_limits[] = {
    {"cpu", "cpu.shares", "512", "cpu.weight", "50"},
    {"cpu", "cpu.cfs_quota_us", "50000", "cpu.max", "50000 100000"},
    {"cpu", "cpu.cfs_period_us", NULL, NULL, NULL},
    {"cpu", "cpu.cfs_burst_us", "20000", "cpu.max.burst", "20000"},
    {"cpuset", "cpuset.cpus", "0", "cpuset.cpus", "0"},
    {"cpuset", "cpuset.mems", "0", "cpuset.mems", "0"},
    {"memory", "memory.limit_in_bytes", "67108864", "memory.max", "67108864"},
    {"memory", "memory.memsw.limit_in_bytes", "100663296", "memory.swap.max", "33554432"},
    {"pids", "pids.max", "32", "pids.max", "32"},
    {"hugetlb", "hugetlb.2MB.limit_in_bytes", "8388608", "hugetlb.2MB.max", "8388608"},
    {"hugetlb", "hugetlb.2MB.rsvd.limit_in_bytes", "8388608", "hugetlb.2MB.rsvd.max", "8388608"},
};

static const struct limits limits = {"g", ten_limits, sizeof ten_limits / sizeof ten_limits[0], false};

static long long microseconds(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000LL + now.tv_nsec / 1000;
}

static void write_all(const struct hierarchies *hierarchies, int count)
{
	long long begin = microseconds();
	create_group(hierarchies, &limits);
	for (int index = 0; index < count; index++)
		create_leaf(hierarchies, &limits, index);
	printf("%lld\n", microseconds() - begin);
}

static void remove_all(const struct hierarchies *hierarchies, int count)
{
	for (int index = 0; index < count; index++)
		remove_leaf(hierarchies, &limits, index);
	remove_group(hierarchies);
}

/* Opens every file of every group into FILES, and returns their number. */
static size_t open_all(const struct hierarchies *hierarchies, int count, int *files)
{
	char path[512];
	size_t opened = 0;
	for (int index = 0; index < count; index++)
		for (int h = 0; h < hierarchies->count; h++)
			for (size_t i = 0; i < limits.count; i++) {
				const char *file = limit_file(&limits.all[i], &hierarchies->all[h]);
				if (file == NULL)
					continue;
				leaf_path(path, sizeof path, &hierarchies->all[h], &limits, index, file);
				files[opened] = open(path, O_RDONLY | O_CLOEXEC);
				if (files[opened++] < 0)
					die("open", path);
			}
	return opened;
}

static void read_passes(const struct hierarchies *hierarchies, int count, int passes)
{
	char text[256];
	int *files = calloc((size_t)count * limits.count, sizeof *files);
	if (files == NULL)
		die("calloc", "descriptors");
	size_t opened = open_all(hierarchies, count, files);
	for (int pass = 0; pass < passes; pass++) {
		long long begin = microseconds();
		for (size_t i = 0; i < opened; i++)
			if (pread(files[i], text, sizeof text, 0) < 0)
				die("pread", "a limit");
		printf("%lld\n", microseconds() - begin);
	}
	free(files);
}

int main(int argc, char **argv)
{
	struct hierarchies hierarchies;
	find_hierarchies(&hierarchies);
	if (argc == 3 && strcmp(argv[1], "write") == 0)
		write_all(&hierarchies, atoi(argv[2]));
	else if (argc == 4 && strcmp(argv[1], "read") == 0)
		read_passes(&hierarchies, atoi(argv[2]), atoi(argv[3]));
	else if (argc == 3 && strcmp(argv[1], "remove") == 0)
		remove_all(&hierarchies, atoi(argv[2]));
	else {
		fprintf(stderr, "usage: groups write N | read N PASSES | remove N\n");
		return 2;
	}
	return 0;
}
