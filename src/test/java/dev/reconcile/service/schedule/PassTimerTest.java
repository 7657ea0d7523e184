package dev.reconcile.service.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.quartz.SchedulerException;

class PassTimerTest {
  private static final Instant LONG_AGO = Instant.EPOCH;
  private static final Instant FAR = Instant.parse("2999-01-01T00:00:00Z");

  private static String take(BlockingQueue<String> runs) throws InterruptedException {
    String run = runs.poll(30, TimeUnit.SECONDS);
    return run == null ? "nothing ran" : run;
  }

  /**
   * The clock stood still, or the host slept, for decades: a task that was due all that time runs
   * once. A second task, due later than any repetition of the first, shows that there was none.
   */
  @Test
  void stallCostsOneRunAndNoBurst() throws Exception {
    BlockingQueue<String> runs = new LinkedBlockingQueue<>();
    try (PassTimer timer = PassTimer.start("stall", runs::add)) {
      timer.schedule("late", LONG_AGO);
      assertEquals("late", take(runs));
      timer.schedule("marker", LONG_AGO);
      assertEquals("marker", take(runs));
      timer.schedule("marker", LONG_AGO);
      assertEquals("marker", take(runs));
      assertNull(timer.next("late"));
    }
    assertEquals(List.of(), List.copyOf(runs));
  }

  @Test
  void runSetsTheNextOne() throws Exception {
    BlockingQueue<String> runs = new LinkedBlockingQueue<>();
    AtomicReference<PassTimer> self = new AtomicReference<>();
    AtomicInteger count = new AtomicInteger();
    CountDownLatch known = new CountDownLatch(1);
    try (PassTimer timer =
        PassTimer.start(
            "again",
            task -> {
              await(known);
              schedule(self.get(), task, count.incrementAndGet() < 3 ? LONG_AGO : FAR);
              runs.add(task);
            })) {
      self.set(timer);
      timer.schedule("a", LONG_AGO);
      known.countDown();
      assertEquals(List.of("a", "a", "a"), List.of(take(runs), take(runs), take(runs)));
      Instant next = timer.next("a");
      assertTrue(next != null && next.isAfter(Instant.now()), "the third run set a time far ahead");
    }
  }

  @Test
  void taskDoesNotOverlapItself() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch marker = new CountDownLatch(1);
    CountDownLatch second = new CountDownLatch(4);
    try (PassTimer timer =
        PassTimer.start(
            "overlap",
            task -> {
              if (task.equals("marker")) {
                marker.countDown();
                return;
              }
              log.add("begin");
              second.countDown();
              begun.countDown();
              await(release);
              log.add("end");
              second.countDown();
            })) {
      timer.schedule("slow", LONG_AGO);
      await(begun);
      timer.schedule("slow", LONG_AGO); // due while it runs
      timer.schedule("marker", LONG_AGO); // the other thread is free and the scheduler awake
      await(marker);
      release.countDown();
      await(second);
    }
    assertEquals(List.of("begin", "end", "begin", "end"), log);
  }

  @Test
  void cancelledTaskDoesNotRun() throws Exception {
    BlockingQueue<String> runs = new LinkedBlockingQueue<>();
    try (PassTimer timer = PassTimer.start("cancel", runs::add)) {
      timer.schedule("gone", FAR);
      timer.cancel("gone");
      assertNull(timer.next("gone"));
      timer.cancel("never there");
    }
  }

  /** A stop lets the step at hand end. */
  @Test
  void closeWaitsForTheRunUnderWay() throws Exception {
    List<String> log = new CopyOnWriteArrayList<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    PassTimer timer =
        PassTimer.start(
            "close",
            task -> {
              begun.countDown();
              await(release);
              log.add("run ended");
            });
    timer.schedule("slow", LONG_AGO);
    await(begun);
    Thread closer =
        Thread.ofPlatform()
            .start(
                () -> {
                  release.countDown();
                  close(timer);
                  log.add("closed");
                });
    closer.join();
    assertEquals(List.of("run ended", "closed"), log);
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void schedule(PassTimer timer, String task, Instant at) {
    try {
      timer.schedule(task, at);
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void close(PassTimer timer) {
    try {
      timer.close();
    } catch (SchedulerException e) {
      throw new IllegalStateException(e);
    }
  }
}
