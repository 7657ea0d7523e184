package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/** Processes by descriptor: pidfd_open(2), pidfd_send_signal(2), poll(2), setns(2). */
public interface Pidfds {
  /** Bound on first use. */
  final class Holder {
    public static final Pidfds C = Libc.bind(Pidfds.class);

    private Holder() {}
  }

  /** The same number on every architecture, as for all calls since Linux 5.1. */
  int SYS_PIDFD_SEND_SIGNAL = 424;

  int SYS_PIDFD_OPEN = 434;

  int CLONE_NEWUTS = 0x04000000;

  /** The C library has had wrappers for these two only since glibc 2.36. */
  long syscall(long number, long first, long second, long third, long fourth);

  int setns(int fd, int type);

  int close(int fd);

  int poll(Pointer fds, long count, int timeoutMillis);
}
