package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/** Asking about POSIX record locks, fcntl_locking(2). */
public interface Locks {
  /** Bound on first use. */
  final class Holder {
    public static final Locks C = Libc.bind(Locks.class);

    private Holder() {}
  }

  int O_RDONLY = 0;

  int O_NOFOLLOW = 0400000;

  int O_CLOEXEC = 02000000;

  int F_GETLK = 5;

  int open(CharSequence path, int flags);

  int fcntl(int fd, int command, Pointer lock);

  int close(int fd);
}
