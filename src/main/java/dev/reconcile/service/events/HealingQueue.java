package dev.reconcile.service.events;

import dev.reconcile.model.ResourceId;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects objects that something happened to and hands them on together: one act often shows as
 * several events (a shell's {@code >} truncates, then writes).
 */
public final class HealingQueue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HealingQueue.class);

  /** Long enough for the second half of one act, short beside a look at the host. */
  private static final long SETTLE_MILLIS = 1;

  private final LinkedBlockingQueue<Set<ResourceId>> queue = new LinkedBlockingQueue<>();
  private final Consumer<Set<ResourceId>> heal;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * A queue at work.
   *
   * @param heal called on one thread, for one set after the other
   */
  public HealingQueue(Consumer<Set<ResourceId>> heal) {
    this.heal = heal;
    this.thread = Thread.ofPlatform().daemon().name("healing").start(this::work);
  }

  /** Something happened to these objects; what, a look will show. */
  public void tell(Collection<ResourceId> ids) {
    if (!ids.isEmpty()) {
      queue.add(Set.copyOf(ids));
    }
  }

  /** Whether events are still worked on. */
  public boolean isAlive() {
    return thread.isAlive();
  }

  private void work() {
    try {
      while (!closed) {
        Set<ResourceId> ids = new HashSet<>(queue.take());
        for (Set<ResourceId> more = next(); more != null; more = next()) {
          ids.addAll(more);
        }
        heal(ids);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private @Nullable Set<ResourceId> next() throws InterruptedException {
    return queue.poll(SETTLE_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void heal(Set<ResourceId> ids) {
    if (closed || ids.isEmpty()) {
      return;
    }
    try {
      heal.accept(ids);
    } catch (RuntimeException e) {
      LOG.error("failed to heal {}", ids, e);
    }
  }

  /** Lets the healing under way end. */
  @Override
  public void close() throws InterruptedException {
    closed = true;
    queue.add(Set.of());
    thread.join();
  }
}
