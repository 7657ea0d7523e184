#ifndef OVERLAY_H
#define OVERLAY_H

/*
 * Mounts an overlay on PLACE (a descriptor) and returns a descriptor of its root; lowers topmost first; UPPER and WORK NULL:
 * read-only. Fails (fail.h) with overlayfs's own complaint where the kernel has one.
 */
int overlay_mount(int place, const char *upper, const char *work, const char **lowers, unsigned count);

#endif
