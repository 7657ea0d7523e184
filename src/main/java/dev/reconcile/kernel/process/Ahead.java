package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are sent to the helper without waiting for those before them. The helper does them
 * in the order in which they were sent, and leaves out what comes after one that has failed: so a
 * failure stops what depends on it, although that has been sent already.
 */
public interface Ahead {
  /** The stage of a change that was left out, because one that it was sent after has failed. */
  String LEFT_OUT = "after";

  /**
   * Sends one straight line of small changes, docs/helper-protocol.md; it ends at the first that
   * fails.
   *
   * @param line instructions, each with its name first
   * @param after what must have succeeded
   * @param free whether it may be done beside other lines, by another helper: those that must wait
   *     for it are as free, or can wait before they are sent
   */
  Sent line(List<List<String>> line, List<Sent> after, boolean free) throws KernelException;

  /** As {@link Monitors#start}; other changes cannot be sent after it. */
  Sent start(Path containerDirectory, List<Sent> after) throws KernelException;

  /**
   * What is under way.
   *
   * @param id of the request
   * @param helper PID of the helper that it was sent to
   * @param reply completes with what {@code ok} carries, or with the {@link KernelException}
   */
  record Sent(int id, int helper, CompletableFuture<?> reply) {
    /** Whether it has ended, well or not. */
    boolean isOver() {
      return reply.isDone();
    }

    /** Whether it has ended as it should. */
    boolean hasSucceeded() {
      return reply.isDone() && !reply.isCompletedExceptionally();
    }

    /** Waits for its end; null when it has succeeded. */
    public @Nullable Throwable failure() throws InterruptedException {
      try {
        reply.get();
        return null;
      } catch (ExecutionException failed) {
        Throwable cause = failed.getCause();
        return cause == null ? failed : cause;
      }
    }
  }
}
