/*
 * Paths inside a rootfs. Its content belongs to the container: any component may be a symbolic link to anywhere, and may be
 * exchanged while we look (CVE-2021-30465, CVE-2024-45310, CVE-2026-41579). So a path is only ever resolved by the kernel
 * below the root's descriptor (openat2), and what is done is done to the descriptor that came out.
 *
 * All return a descriptor, or -1 with errno. ELOOP: a magic link (/proc/self/fd/N), or a link where none may be.
 */
#ifndef ROOTFS_PATH_H
#define ROOTFS_PATH_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

/* open(2) flags; a symbolic link is followed inside the root unless flags say O_NOFOLLOW. */
int rootfs_open(int root, const char *path, uint64_t flags);
/* Not through any symbolic link at all: for /proc and /sys, whose place must be theirs (CVE-2023-27561). */
int rootfs_open_no_links(int root, const char *path, uint64_t flags);

/* O_PATH of the directory; it and its missing parents are made, 0755. */
int rootfs_directory(int root, const char *path);
/* O_PATH of the file; an empty one and its missing parents are made. */
int rootfs_file(int root, const char *path);
/* O_PATH of the directory that holds the path's last component, made if missing; *name is that component. */
int rootfs_parent(int root, const char *path, const char **name);

#endif
