/*
 * The floor: what the kernel charges for N containers, with nothing around it.
 *
 *   floor start naive|best N STATE ROOTFS MARK
 *   floor read N
 *   floor delete N STATE
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "floor.h"

int main(int argc, char **argv)
{
	bool starts = argc == 7 && strcmp(argv[1], "start") == 0 &&
		      (strcmp(argv[2], "naive") == 0 || strcmp(argv[2], "best") == 0);
	if (starts)
		start_all(strcmp(argv[2], "best") == 0, atoi(argv[3]), argv[4], argv[5], argv[6]);
	else if (argc == 3 && strcmp(argv[1], "read") == 0)
		read_all(atoi(argv[2]));
	else if (argc == 4 && strcmp(argv[1], "delete") == 0)
		delete_all(atoi(argv[2]), argv[3]);
	else {
		fprintf(stderr, "usage: floor start naive|best N STATE ROOTFS MARK | read N | delete N STATE\n");
		return 2;
	}
	return 0;
}
