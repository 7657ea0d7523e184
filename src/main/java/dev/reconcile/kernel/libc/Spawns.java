package dev.reconcile.kernel.libc;

/**
 * Starting a child without copying our page tables, posix_spawn(3), and what it needs: pipe2(2),
 * memfd_create(2), waitpid(2); becoming another program, execve(2).
 *
 * <p>Addresses, of {@link Libc#memory}, are passed as numbers: for a parameter of a class JNR reads
 * the annotations of all methods of that class before the first call. The caller keeps the memory
 * reachable until the call is over.
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

  /** Gives back the error number itself; {@code pid} is the address of an int. */
  int posix_spawn(long pid, long path, long actions, long attributes, long argv, long envp);

  /** Comes back only with -1. */
  int execve(long path, long argv, long envp);

  int posix_spawn_file_actions_init(long actions);

  int posix_spawn_file_actions_adddup2(long actions, int fd, int newFd);

  int posix_spawn_file_actions_destroy(long actions);

  int posix_spawnattr_init(long attributes);

  int posix_spawnattr_setsigdefault(long attributes, long set);

  int posix_spawnattr_setsigmask(long attributes, long set);

  int posix_spawnattr_setflags(long attributes, short flags);

  int posix_spawnattr_destroy(long attributes);

  /** {@code ends} is the address of two ints: the read end, the write end. */
  int pipe2(long ends, int flags);

  int memfd_create(long name, int flags);

  int close(int fd);

  /** {@code status} is the address of an int. */
  int waitpid(int pid, long status, int options);
}
