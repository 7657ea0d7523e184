package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/**
 * Starting a child without copying our page tables, posix_spawn(3), and what it needs: pipe2(2),
 * memfd_create(2), waitpid(2); becoming another program, execve(2).
 */
public interface Spawns {
  /** Bound on first use. */
  final class Holder {
    public static final Spawns C = Libc.bind(Spawns.class);

    private Holder() {}
  }

  int O_CLOEXEC = 02000000;

  /** {@code posix_spawnattr_setflags}: give every signal in the set its default action. */
  short POSIX_SPAWN_SETSIGDEF = 4;

  /** {@code posix_spawnattr_setflags}: begin with this signal mask. */
  short POSIX_SPAWN_SETSIGMASK = 8;

  /**
   * At least {@code sizeof(posix_spawnattr_t)}, 336 in glibc, and {@code
   * posix_spawn_file_actions_t}, 80.
   */
  int OPAQUE_BYTES = 512;

  /** {@code sizeof(sigset_t)}. */
  int SIGSET_BYTES = 128;

  /** Gives back the error number itself. */
  int posix_spawn(
      int[] pid,
      CharSequence path,
      Pointer actions,
      Pointer attributes,
      Pointer argv,
      Pointer envp);

  /** Comes back only with -1. */
  int execve(CharSequence path, Pointer argv, Pointer envp);

  int posix_spawn_file_actions_init(Pointer actions);

  int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int newFd);

  int posix_spawn_file_actions_destroy(Pointer actions);

  int posix_spawnattr_init(Pointer attributes);

  int posix_spawnattr_setsigdefault(Pointer attributes, Pointer set);

  int posix_spawnattr_setsigmask(Pointer attributes, Pointer set);

  int posix_spawnattr_setflags(Pointer attributes, short flags);

  int posix_spawnattr_destroy(Pointer attributes);

  int pipe2(int[] readAndWriteEnd, int flags);

  int memfd_create(CharSequence name, int flags);

  int close(int fd);

  int waitpid(int pid, int[] status, int options);
}
