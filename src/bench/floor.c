// The floor: what the kernel charges for N containers, with nothing around it.
//
//   floor start naive|best N STATE ROOTFS MARK
//   floor read N
//   floor delete N STATE
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <poll.h>
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

static void make_directory(const char *format, const char *state, int index) {
  char path[512];
  snprintf(path, sizeof path, format, state, index);
  if (mkdir(path, 0755) < 0) die("mkdir", path);
}

static void make_layers(const char *state, int index) {
  make_directory("%s/c%d", state, index);
  make_directory("%s/c%d/upper", state, index);
  make_directory("%s/c%d/work", state, index);
}

static void remove_directory(const char *format, const char *state, int index) {
  char path[512];
  snprintf(path, sizeof path, format, state, index);
  if (rmdir(path) < 0) die("rmdir", path);
}

static void remove_layers(const char *state, int index) {
  remove_directory("%s/c%d/upper", state, index);
  remove_directory("%s/c%d/work/work", state, index);
  remove_directory("%s/c%d/work", state, index);
  remove_directory("%s/c%d", state, index);
}

// Returns when every process that holds the other end has executed; ends the program when one failed.
static void wait_for_execve(int report) {
  struct failure failure;
  ssize_t length;
  while ((length = read(report, &failure, sizeof failure)) < 0 && errno == EINTR) continue;
  if (length == 0) return;
  if (length != sizeof failure) die("read", "the children's pipe");
  errno = failure.error;
  fprintf(stderr, "floor: container c%d: ", failure.index);
  die("stage", failure.stage);
}

static void make_pipe(int ends[2]) {
  if (pipe2(ends, O_CLOEXEC) < 0) die("create", "a pipe");
}

// One after another: the child is a copy of this process, waits while its parent writes
// its PID to each cgroup.procs, and has executed before the next one is begun.
static void start_naive(struct container *container) {
  int go[2], report[2];
  char path[512], pid_text[24], byte;
  make_pipe(go);
  make_pipe(report);
  container->report = report[1];
  long pid = syscall(SYS_clone, NAMESPACES | SIGCHLD, NULL, NULL, NULL, 0);
  if (pid < 0) die("clone", "a container");
  if (pid == 0) {
    close(go[1]);
    if (read(go[0], &byte, 1) != 1) _exit(1);
    become_container(container);
  }
  close(report[1]);
  snprintf(pid_text, sizeof pid_text, "%ld", pid);
  for (int h = 0; h < container->hierarchies->count; h++) {
    leaf_path(path, sizeof path, &container->hierarchies->all[h], container->index, "cgroup.procs");
    if (write_file(path, pid_text) < 0) die("write", path);
  }
  if (write(go[1], "", 1) != 1) die("write", "the child's pipe");
  wait_for_execve(report[0]);
  close(go[0]);
  close(go[1]);
  close(report[0]);
}

static void run_best(void *argument) {
  const struct container *container = argument;
  attach_self_v1(container);
  become_container(container);
}

// clone3 with a stack of the child's own: glibc has no wrapper that takes CLONE_INTO_CGROUP.
static long clone_running(struct clone_args *arguments, void (*run)(void *), void *argument) {
#ifdef __x86_64__
  register void (*kept_run)(void *) __asm__("r12") = run;
  register void *kept_argument __asm__("r13") = argument;
  long result = SYS_clone3;
  __asm__ volatile(
      "syscall\n\t"
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
  if (result >= 0) return result;
  errno = (int)-result;
  return -1;
#else
  arguments->flags &= ~(uint64_t)CLONE_VM;
  arguments->stack = arguments->stack_size = 0;
  long pid = syscall(SYS_clone3, arguments, sizeof *arguments);
  if (pid == 0) run(argument);
  return pid;
#endif
}

// Born in its v2 leaf, with this process's memory: no page table is copied, nobody is waited for.
static void start_best(struct container *container) {
  char path[512];
  void *stack = mmap(NULL, STACK_SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_STACK, -1, 0);
  if (stack == MAP_FAILED) die("mmap", "a stack");
  struct clone_args arguments = {.flags = NAMESPACES | CLONE_VM,
                                 .exit_signal = SIGCHLD,
                                 .stack = (uint64_t)(uintptr_t)stack,
                                 .stack_size = STACK_SIZE};
  int leaf = -1;
  if (container->hierarchies->v2 >= 0) {
    leaf_path(path, sizeof path, &container->hierarchies->all[container->hierarchies->v2], container->index, NULL);
    leaf = open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (leaf < 0) die("open", path);
    arguments.flags |= CLONE_INTO_CGROUP;
    arguments.cgroup = (uint64_t)leaf;
  }
  if (clone_running(&arguments, run_best, container) < 0) die("clone3", "a container");
  if (leaf >= 0) close(leaf);
}

static void start(const char *variant, int count, const char *state, const char *rootfs, const char *mark) {
  struct hierarchies hierarchies;
  int report[2];
  char root[256];
  bool best = strcmp(variant, "best") == 0;
  struct container *containers = calloc((size_t)count, sizeof *containers);
  if (containers == NULL) die("allocate", "the containers");
  find_hierarchies(&hierarchies);
  create_group(&hierarchies);
  snprintf(root, sizeof root, "%s/root", state);
  if (mkdir(root, 0755) < 0 && errno != EEXIST) die("mkdir", root);
  make_pipe(report);
  for (int index = 0; index < count; index++) {
    containers[index] = (struct container){&hierarchies, index, state, rootfs, mark, report[1]};
    make_layers(state, index);
    create_leaf(&hierarchies, index);
    if (best) start_best(&containers[index]);
    else start_naive(&containers[index]);
  }
  close(report[1]);
  wait_for_execve(report[0]);
}

static size_t read_process(int pid) {
  static const char *const types[] = {"cgroup", "ipc", "mnt", "net", "pid", "uts"};
  static const char *const files[] = {"stat", "cgroup", "mountinfo"};
  static char text[64 * 1024];
  char path[64];
  size_t bytes = 0;
  for (size_t i = 0; i < sizeof types / sizeof types[0]; i++) {
    snprintf(path, sizeof path, "/proc/%d/ns/%s", pid, types[i]);
    ssize_t length = readlink(path, text, sizeof text);
    if (length < 0) die("readlink", path);
    bytes += (size_t)length;
  }
  for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
    snprintf(path, sizeof path, "/proc/%d/%s", pid, files[i]);
    ssize_t length = read_file(path, text, sizeof text);
    if (length < 0) die("read", path);
    bytes += (size_t)length;
  }
  return bytes;
}

// What tells that nothing has to be done: limits, process, namespaces, membership, mounts.
static void read_all(int count) {
  struct hierarchies hierarchies;
  size_t bytes = 0;
  find_hierarchies(&hierarchies);
  for (int index = 0; index < count; index++)
    bytes += read_limits(&hierarchies, index) + read_process(leaf_process(&hierarchies, index));
  printf("%zu bytes\n", bytes);
}

static int signal_container(int pid) {
  int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
  if (pidfd < 0) die("pidfd_open", "PID 1 of a container");
  if (syscall(SYS_pidfd_send_signal, pidfd, SIGKILL, NULL, 0) < 0) die("kill", "PID 1 of a container");
  return pidfd;
}

static void await_end(int pidfd) {
  struct pollfd ended = {.fd = pidfd, .events = POLLIN};
  while (poll(&ended, 1, -1) < 0)
    if (errno != EINTR) die("poll", "a pidfd");
  close(pidfd);
}

// All are killed first, so that the kernel takes them apart while the first ones' directories go.
static void delete_all(int count, const char *state) {
  struct hierarchies hierarchies;
  int *pidfds = calloc((size_t)count, sizeof *pidfds);
  if (pidfds == NULL) die("allocate", "the pidfds");
  find_hierarchies(&hierarchies);
  for (int index = 0; index < count; index++) pidfds[index] = signal_container(leaf_process(&hierarchies, index));
  for (int index = 0; index < count; index++) {
    await_end(pidfds[index]);
    remove_leaf(&hierarchies, index);
    remove_layers(state, index);
  }
  remove_group(&hierarchies);
}

int main(int argc, char **argv) {
  bool starts = argc == 7 && strcmp(argv[1], "start") == 0 &&
                (strcmp(argv[2], "naive") == 0 || strcmp(argv[2], "best") == 0);
  if (starts) start(argv[2], atoi(argv[3]), argv[4], argv[5], argv[6]);
  else if (argc == 3 && strcmp(argv[1], "read") == 0) read_all(atoi(argv[2]));
  else if (argc == 4 && strcmp(argv[1], "delete") == 0) delete_all(atoi(argv[2]), argv[3]);
  else {
    fprintf(stderr, "usage: floor start naive|best N STATE ROOTFS MARK | read N | delete N STATE\n");
    return 2;
  }
  return 0;
}
