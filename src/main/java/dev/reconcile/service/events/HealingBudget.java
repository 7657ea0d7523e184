package dev.reconcile.service.events;

import dev.reconcile.model.ResourceId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * How often an object is healed on account of events. When somebody keeps changing what we keep
 * restoring, the quarrel is left to the passes: it must not cost all of a CPU. For one thread.
 */
public final class HealingBudget {
  static final int MOST = 20;
  static final Duration WINDOW = Duration.ofSeconds(10);

  private final Map<ResourceId, Deque<Instant>> spent = new HashMap<>();

  /** Whether the object may be healed now. */
  public boolean allows(ResourceId id, Instant now) {
    Deque<Instant> times = spent.get(id);
    if (times == null) {
      return true;
    }
    while (!times.isEmpty() && !times.peekFirst().plus(WINDOW).isAfter(now)) {
      times.removeFirst();
    }
    if (times.isEmpty()) {
      spent.remove(id);
    }
    return times.size() < MOST;
  }

  /** The object had to be changed; a look that found all well costs nothing. */
  public void spend(ResourceId id, Instant now) {
    spent.computeIfAbsent(id, ignored -> new ArrayDeque<>()).addLast(now);
  }
}
