package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * Waits for the holder of a lock to end, by pidfd: taking the lock ourselves would turn away a
 * monitor that starts at that moment.
 */
final class EndOfMonitor {
  /** Nothing in Java ends a poll(2), and we may be interrupted: it is done in slices. */
  private static final long SLICE_MILLIS = 50;

  private final Path lock;
  private final int holder;

  EndOfMonitor(Path lock, int holder) {
    this.lock = lock;
    this.holder = holder;
  }

  /** False when the time was up. */
  boolean await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    try {
      return await(deadline);
    } catch (KernelException e) {
      throw new IllegalStateException("failed to wait for the holder of " + lock, e);
    }
  }

  private boolean await(long deadline) throws KernelException, InterruptedException {
    while (LockHolder.of(lock) == holder) {
      if (Thread.interrupted()) {
        throw new InterruptedException();
      }
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      // Between two looks at the lock the holder may have ended and its PID gone to somebody else.
      try (Pidfd process = Pidfd.open(holder)) {
        if (process != null && LockHolder.of(lock) == holder) {
          process.awaitEnd((int) Math.min(left, SLICE_MILLIS));
        }
      }
    }
    return true;
  }
}
