package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;

/** The simulated kernel's answer to a system call. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final Errno errno;

  Refused(Errno errno) {
    super(errno.name());
    this.errno = errno;
  }

  Errno errno() {
    return errno;
  }
}
