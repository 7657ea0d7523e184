package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Pidfds;
import jnr.ffi.Pointer;
import org.jspecify.annotations.Nullable;

/** A process that cannot become another one behind our back, pidfd_open(2). */
final class Pidfd implements AutoCloseable {
  private static final Pidfds C = Pidfds.Holder.C;

  /** {@code struct pollfd { int fd; short events; short revents; }}, poll(2). */
  private static final int POLLFD_BYTES = 8;

  private static final short POLLIN = 1;

  private final int pid;
  private final int fd;

  private Pidfd(int pid, int fd) {
    this.pid = pid;
    this.fd = fd;
  }

  /** Null when there is no such process. */
  static @Nullable Pidfd open(int pid) throws KernelException {
    int fd = (int) C.syscall(Pidfds.SYS_PIDFD_OPEN, pid, 0, 0, 0);
    if (fd >= 0) {
      return new Pidfd(pid, fd);
    }
    int errno = Libc.errno();
    if (errno == Errno.ESRCH.number()) {
      return null;
    }
    throw new KernelException("open process", Integer.toString(pid), Errno.symbol(errno), "");
  }

  /** Sends a signal; a process that has ended is fine. */
  void signal(int number) throws KernelException {
    if (C.syscall(Pidfds.SYS_PIDFD_SEND_SIGNAL, fd, number, 0, 0) < 0) {
      int errno = Libc.errno();
      if (errno != Errno.ESRCH.number()) {
        throw new KernelException(
            "send signal " + number + " to process",
            Integer.toString(pid),
            Errno.symbol(errno),
            "run as root");
      }
    }
  }

  /**
   * Waits for its end.
   *
   * @return false when the time was up
   */
  boolean awaitEnd(int timeoutMillis) {
    Pointer poll = Libc.memory(POLLFD_BYTES);
    poll.putInt(0, fd);
    poll.putShort(4, POLLIN);
    return C.poll(poll, 1, timeoutMillis) > 0;
  }

  /** Moves the calling thread into a namespace of the process, setns(2). */
  void enter(int namespaceType) throws KernelException {
    if (C.setns(fd, namespaceType) < 0) {
      throw new KernelException(
          "enter the namespace of process",
          Integer.toString(pid),
          Errno.symbol(Libc.errno()),
          "run as root");
    }
  }

  @Override
  public void close() {
    C.close(fd);
  }
}
