package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/**
 * Many descriptors, one waiter: epoll(7), eventfd(2), and the reads and writes of what is waited
 * for.
 */
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
  int EPOLLPRI = 2;
  int EFD_NONBLOCK = 0x800;
  int O_RDONLY = 0;
  int O_WRONLY = 1;
  int O_RDWR = 2;
  int O_CLOEXEC = 0x80000;

  int epoll_create1(int flags);

  int epoll_ctl(int epoll, int operation, int fd, Pointer event);

  int epoll_wait(int epoll, Pointer events, int most, int timeoutMillis);

  int eventfd(int initial, int flags);

  long write(int fd, Pointer data, long bytes);

  int open(CharSequence path, int flags);

  long read(int fd, Pointer data, long bytes);

  long pread(int fd, Pointer data, long bytes, long offset);

  int close(int fd);
}
