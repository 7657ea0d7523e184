/*
 * Loaded into the JVM of a command by bin/reconcile: has the JVM keep its AOT cache in large pages.
 *
 * The JVM maps that file privately and then writes to nearly every page of it, since the classes stand at a random address.
 * That is a page fault with a copy for every four KiB: a fifth of the processor time of `reconcile version` where a
 * hypervisor keeps the page tables. Anonymous memory in large pages (madvise(2)) that the file is read into is the same to
 * the JVM. Where there are no large pages it costs what it cost before.
 */
#include <stdbool.h>
#include <stddef.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#define LARGE_PAGE (2UL << 20)

/* A file at a fixed place that is to be changed in memory alone, and holds a large page: of the JVM's, only its cache. */
static bool is_cache(size_t length, int prot, int flags, int fd)
{
	const int wanted = MAP_PRIVATE | MAP_FIXED;
	return fd >= 0 && length >= LARGE_PAGE && (prot & PROT_WRITE) && (flags & (wanted | MAP_ANONYMOUS)) == wanted;
}

static bool fill(char *memory, size_t length, int fd, off_t offset)
{
	while (length > 0) {
		ssize_t got = pread(fd, memory, length, offset);
		if (got <= 0)
			return false;
		memory += got;
		offset += got;
		length -= (size_t)got;
	}
	return true;
}

static void *map(void *address, size_t length, int prot, int flags, int fd, off_t offset)
{
	return (void *)syscall(SYS_mmap, address, length, prot, flags, fd, offset);
}

/* Stands before libc's. Whatever is in the way, the file is mapped as it was asked for. */
void *mmap(void *address, size_t length, int prot, int flags, int fd, off_t offset)
{
	if (is_cache(length, prot, flags, fd)) {
		void *memory = map(address, length, prot, flags | MAP_ANONYMOUS, -1, 0);
		if (memory != MAP_FAILED) {
			madvise(memory, length, MADV_HUGEPAGE);
			/* What lies before the first large page and behind the last: one call instead of a fault for each. */
			madvise(memory, length, MADV_POPULATE_WRITE);
			if (fill(memory, length, fd, offset))
				return memory;
		}
	}
	return map(address, length, prot, flags, fd, offset);
}

/* The JVM's name for it. */
void *mmap64(void *address, size_t length, int prot, int flags, int fd, off_t offset)
	__attribute__((alias("mmap")));
