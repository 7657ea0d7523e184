#ifndef SEAL_H
#define SEAL_H

/*
 * A descriptor of our own executable through a detached read-only mount. What is executed by it cannot be opened for writing
 * through /proc/PID/exe, not even later by a container that talked us into executing ourselves (CVE-2019-5736), and unlike a
 * sealed copy in memory it shares its pages with every other helper. -1 with errno.
 */
int seal_open(void);
/* Whether this process was executed through such a mount, or from a read-only file system. */
int seal_is_on(void);
/* execve(2) by descriptor; returns only on failure. */
void seal_exec(int sealed, char *const argv[]);

#endif
