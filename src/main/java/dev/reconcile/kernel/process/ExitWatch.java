package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.Epolls;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Pidfds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import jnr.ffi.Pointer;

/**
 * Tells when processes end that are not our children: a pidfd becomes readable then, pidfd_open(2).
 * One thread waits in {@link #await}; others may add processes meanwhile.
 */
public final class ExitWatch implements AutoCloseable {
  /**
   * {@code struct epoll_event { uint32_t events; uint64_t data; }}, packed on x86-64 alone,
   * epoll_ctl(2).
   */
  private static final boolean PACKED = System.getProperty("os.arch", "").equals("amd64");

  private static final int DATA_OFFSET = PACKED ? 4 : 8;
  private static final int EVENT_BYTES = DATA_OFFSET + 8;
  private static final int MOST_EVENTS = 64;

  private final Epolls epolls = Epolls.Holder.C;
  private final int epoll;
  private final int wake;
  private final Map<Integer, Watched> byFd = new HashMap<>();
  private boolean closed;

  private record Watched(int pid, String key) {}

  public ExitWatch() throws KernelException {
    epoll = epolls.epoll_create1(Epolls.EPOLL_CLOEXEC);
    if (epoll < 0) {
      throw failure("create", "epoll");
    }
    wake = epolls.eventfd(0, Epolls.EPOLL_CLOEXEC);
    if (wake < 0) {
      throw failure("create", "eventfd");
    }
    add(wake);
  }

  /**
   * Watches exactly these processes from now on; those watched already stay so.
   *
   * @param processes key, as {@link #await} returns it, to PID
   * @return keys whose process was gone already
   */
  public synchronized List<String> watch(Map<String, Integer> processes) throws KernelException {
    Map<String, Integer> missing = new HashMap<>(processes);
    for (Map.Entry<Integer, Watched> entry : Set.copyOf(byFd.entrySet())) {
      Watched watched = entry.getValue();
      if (!missing.remove(watched.key(), watched.pid())) {
        forget(entry.getKey());
      }
    }
    List<String> gone = new ArrayList<>();
    for (Map.Entry<String, Integer> entry : missing.entrySet()) {
      if (!open(entry.getValue(), entry.getKey())) {
        gone.add(entry.getKey());
      }
    }
    return gone;
  }

  private boolean open(int pid, String key) throws KernelException {
    int fd = (int) Pidfds.Holder.C.syscall(Pidfds.SYS_PIDFD_OPEN, pid, 0, 0, 0);
    if (fd < 0) {
      if (Libc.errno() == Errno.ESRCH.number()) {
        return false;
      }
      throw failure("open process", Integer.toString(pid));
    }
    byFd.put(fd, new Watched(pid, key));
    add(fd);
    return true;
  }

  private void add(int fd) throws KernelException {
    Pointer event = Libc.memory(EVENT_BYTES);
    event.putInt(0, Epolls.EPOLLIN);
    event.putLong(DATA_OFFSET, fd);
    if (epolls.epoll_ctl(epoll, Epolls.EPOLL_CTL_ADD, fd, event) < 0) {
      throw failure("watch", "descriptor " + fd);
    }
  }

  private void forget(int fd) {
    byFd.remove(fd);
    epolls.close(fd); // leaves the epoll with its last descriptor
  }

  /**
   * Waits until watched processes end.
   *
   * @return their keys; empty when {@link #close} was called
   */
  public List<String> await() throws KernelException {
    Pointer events = Libc.memory(EVENT_BYTES * MOST_EVENTS);
    while (true) {
      int count = epolls.epoll_wait(epoll, events, MOST_EVENTS, -1);
      if (count < 0 && Libc.errno() != Errno.EINTR.number()) {
        throw failure("wait for", "processes");
      }
      List<String> ended = new ArrayList<>();
      synchronized (this) {
        for (int i = 0; i < count; i++) {
          int fd = (int) events.getLong((long) i * EVENT_BYTES + DATA_OFFSET);
          Watched watched = byFd.get(fd);
          if (watched != null) {
            ended.add(watched.key());
            forget(fd);
          }
        }
        if (closed) {
          epolls.close(epoll);
          epolls.close(wake);
          return List.of();
        }
      }
      if (!ended.isEmpty()) {
        return ended;
      }
    }
  }

  /** Ends {@link #await}, which frees the rest. */
  @Override
  public synchronized void close() {
    closed = true;
    for (int fd : Set.copyOf(byFd.keySet())) {
      forget(fd);
    }
    Pointer one = Libc.memory(Long.BYTES);
    one.putLong(0, 1);
    epolls.write(wake, one, Long.BYTES);
  }

  private static KernelException failure(String operation, String what) {
    return new KernelException(operation, what, Errno.symbol(Libc.errno()), "");
  }
}
