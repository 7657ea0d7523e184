package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.libc.EpollSet;
import dev.reconcile.kernel.libc.Epolls;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Pidfds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells when processes end that are not our children: a pidfd becomes readable then, pidfd_open(2).
 * One thread waits in {@link #await}; others may add processes meanwhile.
 */
public final class ExitWatch implements AutoCloseable {
  private final EpollSet epoll = new EpollSet();
  private final Map<Integer, Watched> byFd = new HashMap<>();
  private boolean closed;

  private record Watched(int pid, String key) {}

  /** Watches nobody yet. */
  public ExitWatch() throws KernelException {}

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
    epoll.add(fd, Epolls.EPOLLIN);
    return true;
  }

  private void forget(int fd) {
    byFd.remove(fd);
    Pidfds.Holder.C.close(fd); // leaves the epoll with its last descriptor
  }

  /**
   * Waits until watched processes end.
   *
   * @return their keys; empty when {@link #close} was called
   */
  public List<String> await() throws KernelException {
    while (true) {
      List<Integer> fds = epoll.await(-1);
      List<String> ended = new ArrayList<>();
      synchronized (this) {
        for (int fd : fds) {
          Watched watched = byFd.get(fd);
          if (watched != null) {
            ended.add(watched.key());
            forget(fd);
          }
        }
        if (closed) {
          epoll.free();
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
    epoll.wake();
  }

  private static KernelException failure(String operation, String what) {
    return new KernelException(operation, what, Errno.symbol(Libc.errno()), "");
  }
}
