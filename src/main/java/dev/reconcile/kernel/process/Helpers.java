package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The helper, started when it is needed, and a second one beside it for what needs no order: the
 * kernel looks at groups, and writes their limits, for two processes at once. Containers are the
 * first one's alone: its children overlap anyway.
 */
final class Helpers implements AutoCloseable {
  private static final boolean ONE_PROCESSOR = Runtime.getRuntime().availableProcessors() == 1;

  private final Path helper;
  private @Nullable HelperConnection first;
  private @Nullable HelperConnection second;

  /**
   * @param helper the executable {@code reconcile-helper}
   */
  Helpers(Path helper) {
    this.helper = helper;
  }

  /** The one that does everything. */
  synchronized HelperConnection first() throws KernelException {
    HelperConnection running = first;
    if (running == null) {
      running = HelperConnection.open(helper);
      first = running;
    }
    return running;
  }

  /**
   * The one with less to do. The second is started when the first has so much to do that this takes
   * less time.
   *
   * @param backlog so many requests, not yet answered
   */
  synchronized HelperConnection idler(int backlog) throws KernelException {
    HelperConnection one = first();
    if (one.backlog() == 0) {
      return one;
    }
    HelperConnection other = other(backlog);
    return other.backlog() < one.backlog() ? other : one;
  }

  /**
   * The one beside the first; the first itself as long as that has so little to do that starting
   * another takes longer.
   *
   * @param backlog so many requests, not yet answered
   */
  synchronized HelperConnection other(int backlog) throws KernelException {
    HelperConnection one = first();
    if (second == null && !ONE_PROCESSOR && one.backlog() >= backlog) {
      second = HelperConnection.open(helper);
    }
    return second == null ? one : second;
  }

  /** The one with a PID; the first when there is none such any more. */
  synchronized HelperConnection of(int pid) throws KernelException {
    HelperConnection other = second;
    return other != null && other.pid() == pid ? other : first();
  }

  /** Has the first start beside the caller, or both. */
  void prepare(boolean both) {
    Thread.ofPlatform().name("helper-start").daemon().start(() -> start(both));
  }

  private void start(boolean both) {
    try {
      first();
      if (both) {
        other(0);
      }
    } catch (KernelException notStarted) {
      // Whoever needs it tries again, and says so.
    }
  }

  synchronized boolean isRunning() {
    return first != null;
  }

  /** No more requests: they end when those in flight are done. */
  @Override
  public synchronized void close() {
    if (first != null) {
      first.close();
      first = null;
    }
    if (second != null) {
      second.close();
      second = null;
    }
  }
}
