package dev.reconcile.kernel.libc;

import jnr.ffi.Pointer;

/** Datagrams to AF_UNIX sockets, which java.nio cannot send: socket(2), sendto(2), unix(7). */
public interface Sockets {
  /** Bound on first use. */
  final class Holder {
    public static final Sockets C = Libc.bind(Sockets.class);

    private Holder() {}
  }

  int AF_UNIX = 1;
  int SOCK_DGRAM = 2;
  int SOCK_CLOEXEC = 0x80000;
  int MSG_NOSIGNAL = 0x4000;

  int socket(int domain, int type, int protocol);

  long sendto(int fd, Pointer data, long bytes, int flags, Pointer address, int length);

  int close(int fd);
}
