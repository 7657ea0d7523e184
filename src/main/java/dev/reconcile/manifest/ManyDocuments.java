package dev.reconcile.manifest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/**
 * Documents have nothing to do with each other until all are read: each processor takes the next
 * one.
 */
final class ManyDocuments<A, B> {
  /** Fewer are read in the time in which other threads would start. */
  private static final int WORTH_THREADS = 64;

  /**
   * Where there are two processors, so many are read by one of them: the other compiles what it
   * meets for the first time, and the first 100 cost seven times what 100 cost once most is
   * compiled.
   */
  private static final int COMPILED = 200;

  private final List<A> all;
  private final Function<A, B> work;
  private final B[] done;
  private final AtomicInteger next = new AtomicInteger();

  @SuppressWarnings("unchecked") // only what work returned is put in
  private ManyDocuments(List<A> all, Function<A, B> work) {
    this.all = all;
    this.work = work;
    this.done = (B[]) new Object[all.size()];
  }

  /**
   * What each becomes, in their order; many are worked on by several threads.
   *
   * @param work that looks at its argument alone
   * @param meanwhile begins something else on another thread; called once, as soon as a processor
   *     can be spared
   */
  static <A, B> List<B> map(List<A> all, Function<A, B> work, Runnable meanwhile) {
    ManyDocuments<A, B> documents = new ManyDocuments<>(all, work);
    int processors = Runtime.getRuntime().availableProcessors();
    int alone = processors > 2 ? 0 : COMPILED;
    if (processors == 1 || all.size() < alone + WORTH_THREADS) {
      meanwhile.run();
      documents.upTo(all.size());
    } else {
      documents.upTo(alone);
      meanwhile.run();
      documents.withOthers(processors - 1);
    }
    return Arrays.asList(documents.done);
  }

  private void withOthers(int others) {
    List<FutureTask<Void>> tasks = new ArrayList<>();
    for (int other = 0; other < others; other++) {
      FutureTask<Void> task = new FutureTask<>(() -> upTo(all.size()), null);
      tasks.add(task);
      Thread.ofPlatform().name("reader-" + other).daemon().start(task);
    }
    upTo(all.size());
    tasks.forEach(ManyDocuments::await);
  }

  /** Takes the next one as long as there are any before {@code end}. */
  private void upTo(int end) {
    while (next.get() < end) {
      int index = next.getAndIncrement();
      if (index < end) {
        done[index] = work.apply(all.get(index));
      }
    }
  }

  private static void await(FutureTask<Void> task) {
    boolean interrupted = false;
    while (true) {
      try {
        task.get();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      } catch (ExecutionException e) {
        throw new IllegalStateException("a manifest could not be read", e.getCause());
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
