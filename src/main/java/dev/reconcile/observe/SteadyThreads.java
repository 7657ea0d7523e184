package dev.reconcile.observe;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Works on a sequence in parts, one for each processor, and on the same part always with the same
 * thread. Reading a file changes what the kernel keeps of it (a reference count, a lock, a buffer):
 * with another thread than last time, that comes from the cache of another processor, which takes
 * as long as all the rest.
 */
final class SteadyThreads implements AutoCloseable {
  /** Fewer are done in the time that it takes to wake a thread. */
  private static final int WORTH_A_THREAD = 64;

  /** Beyond it the threads would be more than a look is worth, on hosts with many processors. */
  private static final int MOST = 8;

  private final String name;
  private final List<ExecutorService> others = new ArrayList<>();

  /**
   * @param name of the threads, which are started when they are needed
   */
  SteadyThreads(String name) {
    this.name = name;
  }

  /** Work on those from one index up to another, without it. */
  interface Work {
    void on(int from, int to);
  }

  /** Returns when all have been worked on; the caller's thread has the first part. */
  void each(int size, Work work) {
    int processors = Math.min(MOST, Runtime.getRuntime().availableProcessors());
    int parts = Math.max(1, Math.min(processors, size / WORTH_A_THREAD));
    List<CompletableFuture<Void>> begun = new ArrayList<>();
    for (int part = 1; part < parts; part++) {
      int from = start(size, part, parts);
      int to = start(size, part + 1, parts);
      begun.add(CompletableFuture.runAsync(() -> work.on(from, to), thread(part - 1)));
    }
    try {
      work.on(0, start(size, 1, parts));
    } finally {
      begun.forEach(CompletableFuture::join);
    }
  }

  private static int start(int size, int part, int parts) {
    return (int) ((long) size * part / parts);
  }

  private ExecutorService thread(int index) {
    while (others.size() <= index) {
      String numbered = name + "-" + others.size();
      others.add(
          Executors.newSingleThreadExecutor(Thread.ofPlatform().name(numbered).daemon().factory()));
    }
    return others.get(index);
  }

  @Override
  public void close() {
    others.forEach(ExecutorService::shutdown);
    others.clear();
  }
}
