/* Detached mounts: made, configured and only then attached, by descriptor. All fail (fail.h) rather than return an error. */
#ifndef MOUNT_FD_H
#define MOUNT_FD_H

#include <stdint.h>

/* A new file system context of this type; PATH is only for the message. */
int context_open(const char *type, const char *path);
/* `KEY=VALUE` or `FLAG`. */
void context_option(int context, const char *option, const char *path);
/* Creates the superblock and mounts it, detached; closes the context. */
int context_mount(int context, uint64_t attributes, const char *path);
/* The context's own last complaint, e.g. "overlay: …"; empty where the kernel gives none. */
const char *context_complaint(int context);

/* A private copy of the mount that SOURCE (a descriptor) is in, from there downwards. */
int mount_clone(int source, const char *path);
void mount_attach(int mount, int target, const char *path);
/* Sets these MOUNT_ATTR_ bits, on submounts too if recursive. */
void mount_restrict(int mount, uint64_t attributes, int recursive, const char *path);

#endif
