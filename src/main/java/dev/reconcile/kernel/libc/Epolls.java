package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;

/** Many descriptors, one waiter: epoll(7), and eventfd(2) to wake it. */
public interface Epolls {
  /** Bound on first use. */
  final class Holder {
    public static final Epolls C = Libc.bind(Epolls.class);

    private Holder() {}
  }

  int EPOLL_CLOEXEC = 0x80000;
  int EPOLL_CTL_ADD = 1;
  int EPOLL_CTL_DEL = 2;
  int EPOLLIN = 1;

  int epoll_create1(int flags);

  int epoll_ctl(int epoll, int operation, int fd, @In Pointer event);

  int epoll_wait(int epoll, @Out Pointer events, int most, int timeoutMillis);

  int eventfd(int initial, int flags);

  long write(int fd, @In Pointer data, long bytes);

  int close(int fd);
}
