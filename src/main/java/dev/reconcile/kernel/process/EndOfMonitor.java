package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for the holder of a lock to end, by pidfd: taking the lock ourselves would turn away a
 * monitor that starts at that moment.
 */
final class EndOfMonitor {
  private final Path lock;
  private final int holder;

  EndOfMonitor(Path lock, int holder) {
    this.lock = lock;
    this.holder = holder;
  }

  /** False when the time was up. */
  boolean await(Duration timeout) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    CompletableFuture<Boolean> end = new CompletableFuture<>();
    // poll(2) in a thread of its own: nothing in Java can interrupt it, and we can be interrupted.
    Thread.ofPlatform().name("await-monitor").daemon().start(() -> complete(end, deadline));
    try {
      return end.get(Math.max(0, deadline - System.nanoTime()) + GRACE_NANOS, TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      return false;
    } catch (ExecutionException e) {
      throw new IllegalStateException("failed to wait for the holder of " + lock, e.getCause());
    }
  }

  /** The thread gives up by itself when the time is up; this only bounds our waiting for it. */
  private static final long GRACE_NANOS = TimeUnit.SECONDS.toNanos(1);

  private void complete(CompletableFuture<Boolean> end, long deadline) {
    try {
      end.complete(poll(deadline));
    } catch (KernelException | RuntimeException e) {
      end.completeExceptionally(e);
    }
  }

  private boolean poll(long deadline) throws KernelException {
    while (LockHolder.of(lock) == holder) {
      try (Pidfd process = Pidfd.open(holder)) {
        // Between the two looks the holder may have ended and its PID gone to somebody else.
        if (process == null || LockHolder.of(lock) != holder) {
          continue;
        }
        long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (!process.awaitEnd(Math.clamp(millis, 0, Integer.MAX_VALUE))) {
          return LockHolder.of(lock) != holder;
        }
      }
    }
    return true;
  }
}
