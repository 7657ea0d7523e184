#ifndef EXEC_H
#define EXEC_H

/* The life of `reconcile exec`: joins a running container, runs one command on our own stdio; returns its status. */
int exec_main(int program_fd, char **argv);

#endif
