/* The cgroups of the floor's containers: one leaf in every mounted hierarchy. */
#ifndef BENCH_CGROUPS_H
#define BENCH_CGROUPS_H

#include <stdbool.h>
#include <stddef.h>

#define MAX_HIERARCHIES 16
#define FLOOR_GROUP "reconcile-floor"

struct hierarchy {
	char mount_point[256];
	char controllers[256]; /* v1: the super options; v2: cgroup.controllers */
	bool v2;
};

struct hierarchies {
	struct hierarchy all[MAX_HIERARCHIES];
	int count;
	int v2; /* index of the v2 hierarchy, -1 where there is none */
};

/* A limit by both versions' names; a file without a value is read and never written. */
struct limit {
	const char *controller;
	const char *v1_file, *v1_value;
	const char *v2_file, *v2_value;
};

/* What leaves are made with. */
struct limits {
	const char *prefix; /* of a leaf's name, its number follows */
	const struct limit *all;
	size_t count;
	bool devices; /* v1: the device list of a container */
};

extern const struct limits container_limits;

/* The limit's file where HIERARCHY has its controller, else NULL. */
const char *limit_file(const struct limit *limit, const struct hierarchy *hierarchy);

/* Reads /proc/self/mountinfo. Ends the program when it cannot be read. */
void find_hierarchies(struct hierarchies *found);

/* True when CONTROLLER is one of the hierarchy's: memory, cpu, … */
bool lists_controller(const struct hierarchy *hierarchy, const char *controller);

/* The group that holds all leaves, in every hierarchy. Removing it fails while leaves exist. */
void create_group(const struct hierarchies *hierarchies, const struct limits *limits);
void remove_group(const struct hierarchies *hierarchies);

/* A leaf in every hierarchy, and its limits. */
void create_leaf(const struct hierarchies *hierarchies, const struct limits *limits, int index);
void remove_leaf(const struct hierarchies *hierarchies, const struct limits *limits, int index);

/* Reads back what create_leaf wrote; returns the number of bytes. */
size_t read_limits(const struct hierarchies *hierarchies, const struct limits *limits, int index);

/* The directory of a leaf, or of FILE in it unless that is NULL. */
void leaf_path(char *path, size_t size, const struct hierarchy *hierarchy, const struct limits *limits, int index,
    const char *file);

/* The first process of a container, 0 when there is none. */
int leaf_process(const struct hierarchies *hierarchies, int index);

#endif
