/* v2's devices: a program at the group's directory instead of control files. */
#ifndef DEVICES_H
#define DEVICES_H

/*
 * Puts a program in force at a group that has none yet; 0, or -1 with EEXIST where one is. CODE is what bpf(2) loads, in
 * hexadecimal digits; a program of the name that came last is loaded already.
 */
int devices_attach(const char *group, const char *name, const char *code);

#endif
