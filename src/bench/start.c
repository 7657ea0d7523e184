#include "floor.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroups.h"
#include "container.h"
#include "files.h"

#define NAMESPACES (CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET)
#define STACK_SIZE (64 * 1024)

static void make_directory(const char *format, const char *state, int index)
{
	char path[512];
	snprintf(path, sizeof path, format, state, index);
	if (mkdir(path, 0755) < 0)
		die("mkdir", path);
}

static void make_layers(const char *state, int index)
{
	make_directory("%s/c%d", state, index);
	make_directory("%s/c%d/upper", state, index);
	make_directory("%s/c%d/work", state, index);
}

/* Returns when every process that holds the other end has executed; ends the program when one failed. */
static void wait_for_execve(int report)
{
	struct failure failure;
	ssize_t length;
	while ((length = read(report, &failure, sizeof failure)) < 0 && errno == EINTR)
		continue;
	if (length == 0)
		return;
	if (length != sizeof failure)
		die("read", "the children's pipe");
	errno = failure.error;
	fprintf(stderr, "floor: container c%d: ", failure.index);
	die("stage", failure.stage);
}

static void make_pipe(int ends[2])
{
	if (pipe2(ends, O_CLOEXEC) < 0)
		die("create", "a pipe");
}

/*
 * One after another: the child is a copy of this process, waits while its parent writes
 * its PID to each cgroup.procs, and has executed before the next one is begun.
 */
static void start_naive(struct container *container)
{
	int go[2], report[2];
	char path[512], pid_text[24], byte;
	make_pipe(go);
	make_pipe(report);
	container->report = report[1];
	long pid = syscall(SYS_clone, NAMESPACES | SIGCHLD, NULL, NULL, NULL, 0);
	if (pid < 0)
		die("clone", "a container");
	if (pid == 0) {
		close(go[1]);
		if (read(go[0], &byte, 1) != 1)
			_exit(1);
		become_container(container);
	}
	close(report[1]);
	snprintf(pid_text, sizeof pid_text, "%ld", pid);
	for (int h = 0; h < container->hierarchies->count; h++) {
		leaf_path(path, sizeof path, &container->hierarchies->all[h], &container_limits, container->index, "cgroup.procs");
		if (write_file(path, pid_text) < 0)
			die("write", path);
	}
	if (write(go[1], "", 1) != 1)
		die("write", "the child's pipe");
	wait_for_execve(report[0]);
	close(go[0]);
	close(go[1]);
	close(report[0]);
}

static void run_best(void *argument)
{
	const struct container *container = argument;
	attach_self_v1(container);
	become_container(container);
}

/* clone3 with a stack of the child's own: glibc has no wrapper that takes CLONE_INTO_CGROUP. */
static long clone_running(struct clone_args *arguments, void (*run)(void *), void *argument)
{
#ifdef __x86_64__
	register void (*kept_run)(void *) __asm__("r12") = run;
	register void *kept_argument __asm__("r13") = argument;
	long result = SYS_clone3;
	__asm__ volatile("syscall\n\t"
			 "test %%rax, %%rax\n\t"
			 "jnz 1f\n\t"
			 "xor %%ebp, %%ebp\n\t"
			 "mov %%r13, %%rdi\n\t"
			 "call *%%r12\n\t"
			 "hlt\n"
			 "1:"
			 : "+a"(result)
			 : "D"(arguments), "S"(sizeof *arguments), "r"(kept_run), "r"(kept_argument)
			 : "rcx", "r11", "memory");
	if (result >= 0)
		return result;
	errno = (int)-result;
	return -1;
#else
	arguments->flags &= ~(uint64_t)CLONE_VM;
	arguments->stack = arguments->stack_size = 0;
	long pid = syscall(SYS_clone3, arguments, sizeof *arguments);
	if (pid == 0)
		run(argument);
	return pid;
#endif
}

/* Born in its v2 leaf, with this process's memory: no page table is copied, nobody is waited for. */
static void start_best(struct container *container)
{
	char path[512];
	void *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
	if (stack == MAP_FAILED)
		die("mmap", "a stack");
	struct clone_args arguments = {.flags = NAMESPACES | CLONE_VM,
	    .exit_signal = SIGCHLD,
	    .stack = (uint64_t)(uintptr_t)stack,
	    .stack_size = STACK_SIZE};
	int leaf = -1;
	if (container->hierarchies->v2 >= 0) {
		leaf_path(path, sizeof path, &container->hierarchies->all[container->hierarchies->v2], &container_limits, container->index,
		    NULL);
		leaf = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
		if (leaf < 0)
			die("open", path);
		arguments.flags |= CLONE_INTO_CGROUP;
		arguments.cgroup = (uint64_t)leaf;
	}
	if (clone_running(&arguments, run_best, container) < 0)
		die("clone3", "a container");
	if (leaf >= 0)
		close(leaf);
}

void start_all(bool best, int count, const char *state, const char *rootfs, const char *mark)
{
	struct hierarchies hierarchies;
	int report[2];
	char root[256];
	struct container *containers = calloc((size_t)count, sizeof *containers);
	if (containers == NULL)
		die("allocate", "the containers");
	find_hierarchies(&hierarchies);
	create_group(&hierarchies, &container_limits);
	snprintf(root, sizeof root, "%s/root", state);
	if (mkdir(root, 0755) < 0 && errno != EEXIST)
		die("mkdir", root);
	make_pipe(report);
	for (int index = 0; index < count; index++) {
		containers[index] = (struct container){&hierarchies, index, state, rootfs, mark, report[1]};
		make_layers(state, index);
		create_leaf(&hierarchies, &container_limits, index);
		if (best)
			start_best(&containers[index]);
		else
			start_naive(&containers[index]);
	}
	close(report[1]);
	wait_for_execve(report[0]);
}
