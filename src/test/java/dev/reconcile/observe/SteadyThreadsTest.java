package dev.reconcile.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SteadyThreadsTest {
  private final SteadyThreads threads = new SteadyThreads("test");

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 63, 64, 127, 128, 129, 1000, 1001})
  void eachIsWorkedOnOnce(int size) {
    AtomicIntegerArray times = new AtomicIntegerArray(size);
    threads.each(
        size,
        (from, to) -> {
          for (int i = from; i < to; i++) {
            times.incrementAndGet(i);
          }
        });
    for (int i = 0; i < size; i++) {
      assertEquals(1, times.get(i), "index " + i);
    }
  }

  @Test
  void theSamePartIsTheSameThreads() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "requires two processors");
    Thread[] first = workers();
    assertSame(Thread.currentThread(), first[0]);
    assertEquals(
        Math.min(8, Runtime.getRuntime().availableProcessors()),
        new HashSet<>(List.of(first)).size());
    for (int pass = 0; pass < 20; pass++) {
      assertEquals(Arrays.asList(first), Arrays.asList(workers()));
    }
  }

  private Thread[] workers() {
    Thread[] workers = new Thread[1000];
    threads.each(
        workers.length, (from, to) -> Arrays.fill(workers, from, to, Thread.currentThread()));
    return workers;
  }

  @Test
  void whatIsThrownReachesTheCallerAndTheyGoOn() {
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "requires two processors");
    assertThrows(
        CompletionException.class,
        () ->
            threads.each(
                1000,
                (from, to) -> {
                  if (from > 0) {
                    throw new IllegalStateException("on purpose");
                  }
                }));
    eachIsWorkedOnOnce(1000);
  }

  @Test
  void theyStartAgainAfterTheyWereClosed() {
    eachIsWorkedOnOnce(1000);
    threads.close();
    eachIsWorkedOnOnce(1000);
    threads.close();
  }
}
