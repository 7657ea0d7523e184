/*
 * map_file FILE fixed|anywhere|short: maps FILE privately and writable, and says how it went.
 *
 *   fixed     at a place that was reserved, as the JVM maps its cache
 *   anywhere  where the kernel likes
 *   short     fixed, and two large pages more than the file has
 *
 * Prints `same` or `different` (from the file, as far as that goes), then `file` or `memory` (what the place is mapped from).
 */
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_mapped_from(const void *place, const char *path)
{
	char line[4096];
	void *from, *to;
	bool found = false;
	FILE *maps = fopen("/proc/self/maps", "r");
	while (maps && fgets(line, sizeof line, maps))
		if (sscanf(line, "%p-%p", &from, &to) == 2 && place >= from && place < to)
			found = strstr(line, path) != NULL;
	return found;
}

int main(int argc, char **argv)
{
	struct stat file;
	int fd = argc == 3 ? open(argv[1], O_RDONLY) : -1;
	if (fd < 0 || fstat(fd, &file) < 0)
		return 2;
	size_t size = (size_t)file.st_size, length = size + (strcmp(argv[2], "short") == 0 ? 4UL << 20 : 0);
	bool fixed = strcmp(argv[2], "anywhere") != 0;
	char *place = fixed ? mmap(NULL, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) : NULL;
	char *mapped = mmap(place, length, PROT_READ | PROT_WRITE, MAP_PRIVATE | (fixed ? MAP_FIXED : 0), fd, 0);
	char *expected = mmap(NULL, size, PROT_READ, MAP_PRIVATE, fd, 0);
	if (mapped == MAP_FAILED || expected == MAP_FAILED || (fixed && mapped != place))
		return 1;
	puts(memcmp(mapped, expected, size) == 0 ? "same" : "different");
	puts(is_mapped_from(mapped, argv[1]) ? "file" : "memory");
	mapped[0]++;
	return 0;
}
