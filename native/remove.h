/* Removes a tree by descriptors: no symbolic link is followed, no mount is entered. */
#ifndef REMOVE_H
#define REMOVE_H

/*
 * 0, also when nothing is there; or -1: EXDEV for a mount in the way, ELOOP for a tree deeper than a line of changes should
 * care for. Some of it may be gone by then.
 */
int remove_tree(const char *path);

#endif
