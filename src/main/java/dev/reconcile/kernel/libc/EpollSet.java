package dev.reconcile.kernel.libc;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import java.util.ArrayList;
import java.util.List;
import jnr.ffi.Pointer;

/**
 * An epoll(7) that one thread waits for, others may add to meanwhile, and {@link #wake} ends. A
 * descriptor leaves it by being closed.
 */
public final class EpollSet {
  /**
   * {@code struct epoll_event { uint32_t events; uint64_t data; }}, packed on x86-64 alone,
   * epoll_ctl(2).
   */
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

  private static final int DATA_OFFSET = PACKED ? 4 : 8;
  private static final int EVENT_BYTES = DATA_OFFSET + 8;
  private static final int MOST_EVENTS = 64;

  private final Epolls epolls = Epolls.Holder.C;
  private final Pointer events = Libc.memory(EVENT_BYTES * MOST_EVENTS);
  private final int epoll;
  private final int wake;

  public EpollSet() throws KernelException {
    epoll = epolls.epoll_create1(Epolls.EPOLL_CLOEXEC);
    if (epoll < 0) {
      throw failure("create", "epoll");
    }
    wake = epolls.eventfd(0, Epolls.EPOLL_CLOEXEC);
    if (wake < 0) {
      KernelException failure = failure("create", "eventfd");
      epolls.close(epoll);
      throw failure;
    }
    add(wake, Epolls.EPOLLIN);
  }

  /**
   * Waits for a descriptor from now on.
   *
   * @param kinds {@link Epolls#EPOLLIN} or {@link Epolls#EPOLLPRI}; errors are always told
   */
  public void add(int fd, int kinds) throws KernelException {
    Pointer event = Libc.memory(EVENT_BYTES);
    event.putInt(0, kinds);
    event.putLong(DATA_OFFSET, fd);
    if (epolls.epoll_ctl(epoll, Epolls.EPOLL_CTL_ADD, fd, event) < 0) {
      throw failure("watch", "descriptor " + fd);
    }
  }

  /**
   * Waits, in one thread.
   *
   * @param timeoutMillis -1 for ever
   * @return descriptors with news; empty when there are none yet, or after {@link #wake}
   */
  public List<Integer> await(int timeoutMillis) throws KernelException {
    int count = epolls.epoll_wait(epoll, events, MOST_EVENTS, timeoutMillis);
    if (count < 0 && Libc.errno() != Errno.EINTR.number()) {
      throw failure("wait for", "events");
    }
    List<Integer> fds = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      int fd = (int) events.getLong((long) i * EVENT_BYTES + DATA_OFFSET);
      if (fd != wake) {
        fds.add(fd);
      }
    }
    return fds;
  }

  /** Ends the wait at hand and all that follow. */
  public void wake() {
    Pointer one = Libc.memory(Long.BYTES);
    one.putLong(0, 1);
    epolls.write(wake, one, Long.BYTES);
  }

  /** Frees it, when nobody waits any more. */
  public void free() {
    epolls.close(epoll);
    epolls.close(wake);
  }

  private static KernelException failure(String operation, String what) {
    return new KernelException(operation, what, Errno.symbol(Libc.errno()), "");
  }
}
