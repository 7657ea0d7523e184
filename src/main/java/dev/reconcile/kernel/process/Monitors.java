package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The helper and the monitors that it starts; docs/helper-protocol.md is the contract. Spawned on
 * first use.
 */
public interface Monitors extends AutoCloseable {
  /**
   * Moves the helper into cgroups, so that monitors are born there.
   *
   * @param files {@code tasks} on v1, {@code cgroup.procs} on v2
   */
  void join(List<Path> files) throws KernelException;

  /**
   * Starts a container from its directory; completes when PID 1 has been executed. Many may be in
   * flight.
   */
  CompletableFuture<Started> start(Path containerDirectory);

  /** PID 1, its start time, and its monitor. */
  record Started(int pid, long startTime, int monitor) {}

  /** A monitor for a PID 1 that has lost its own. */
  CompletableFuture<Started> adopt(Path containerDirectory, int pid, long startTime);

  /** sethostname in a process's UTS namespace. */
  void setHostname(int pid, long startTime, String hostname) throws KernelException;

  /** prlimit(2) from a child with the target's uids. */
  void setRlimit(int pid, long startTime, String type, String soft, String hard)
      throws KernelException;

  /** A signal to a container's PID 1; one that has ended is fine, and another process gets none. */
  void signal(int pid, long startTime, int number) throws KernelException;

  /** Who holds which {@code monitor.lock}: container directory name to PID. */
  SortedMap<String, Integer> running(Path containersDirectory) throws KernelException;

  /**
   * SIGTERM to a monitor that holds the lock of this directory: it stops its container and ends.
   */
  void stop(Path containerDirectory, int monitor) throws KernelException;

  /** SIGUSR1: it ends the run and begins another, whatever its policy says. */
  void restart(Path containerDirectory, int monitor) throws KernelException;

  /** SIGHUP: it reads its program again. */
  void reload(Path containerDirectory, int monitor) throws KernelException;

  /**
   * Waits until this monitor no longer holds the lock of this directory; another one, that somebody
   * else has started since, may hold it then.
   *
   * @return false when the time was up
   */
  boolean awaitEnd(Path containerDirectory, int monitor, Duration timeout)
      throws InterruptedException;

  /** The monitor's last record. */
  Reading<MonitorStatus> status(Path containerDirectory);

  /**
   * Becomes the helper that runs one program ({@code join}, {@code attach}, {@code root-of}, …,
   * {@code exec}), for {@code reconcile exec}: PID, standard streams and signals are then its own,
   * and so is the exit status. Comes back only by the exception.
   */
  void exec(List<List<String>> program) throws KernelException;

  /**
   * To be called before so many groups are made, as soon as that is known: what that needs starts
   * beside the caller.
   */
  default void expect(int groups) {}

  /** The way to send changes ahead; null where every change is made on the spot. */
  default @Nullable Ahead ahead() {
    return null;
  }

  /**
   * Has the helper leave the groups that it has joined, in this run or one before, so that they can
   * be removed: it ends, and the next request begins another.
   */
  void leave();

  /** Ends the helper (not the monitors) and waits for it. */
  @Override
  void close();
}
