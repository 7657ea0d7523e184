package dev.reconcile.service.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class HealingQueueTest {
  private static final ResourceId A = new ResourceId(Kind.CGROUP, "a");
  private static final ResourceId B = new ResourceId(Kind.CGROUP, "b");

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(30, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void newsThatComeWhileHealingAreWorkedOnTogether() throws Exception {
    BlockingQueue<Set<ResourceId>> healed = new LinkedBlockingQueue<>();
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch release = new CountDownLatch(1);
    try (HealingQueue queue =
        new HealingQueue(
            ids -> {
              begun.countDown();
              await(release);
              healed.add(ids);
            })) {
      queue.tell(List.of(A));
      await(begun);
      queue.tell(List.of(A));
      queue.tell(List.of(B));
      queue.tell(List.of());
      release.countDown();
      assertEquals(Set.of(A), healed.poll(30, TimeUnit.SECONDS));
      assertEquals(Set.of(A, B), healed.poll(30, TimeUnit.SECONDS));
    }
    assertTrue(healed.isEmpty());
  }

  @Test
  void failureDoesNotEndHealing() throws Exception {
    BlockingQueue<Set<ResourceId>> healed = new LinkedBlockingQueue<>();
    try (HealingQueue queue =
        new HealingQueue(
            ids -> {
              healed.add(ids);
              throw new IllegalStateException("on purpose");
            })) {
      queue.tell(List.of(A));
      assertEquals(Set.of(A), healed.poll(30, TimeUnit.SECONDS));
      queue.tell(List.of(B));
      assertEquals(Set.of(B), healed.poll(30, TimeUnit.SECONDS));
      assertTrue(queue.isAlive());
    }
  }
}
