package dev.reconcile.service.events;

import dev.reconcile.kernel.events.Alarm;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How many kills of each group were told of. A group that loses one process after the other is told
 * of once in a while, with the number. For one thread.
 */
final class OomLedger {
  /** Between two alerts of one group. */
  static final Duration PAUSE = Duration.ofSeconds(1);

  /** v1 tells before it kills: for so long a group is looked at again. */
  static final Duration SUSPENSE = Duration.ofSeconds(5);

  private static final String KEY = "oom_kill ";

  private final Map<Alarm, Told> told = new HashMap<>();
  private final Map<Alarm, Instant> suspense = new HashMap<>();

  private record Told(long count, Instant at) {}

  /**
   * The count in memory.events or v1's memory.oom_control:
   *
   * <pre>
   *   oom_kill_disable 0
   *   under_oom 0
   *   oom_kill 3
   * </pre>
   *
   * 0 where it is not counted.
   */
  static long count(String text) {
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(KEY)) {
        return Long.parseLong(line.substring(KEY.length()).strip());
      }
    }
    return 0;
  }

  /** Counts from here on. */
  void begin(Alarm alarm, long count) {
    told.put(alarm, new Told(count, Instant.EPOCH));
  }

  /** Forgets all others. */
  void keep(Set<Alarm> alarms) {
    told.keySet().retainAll(alarms);
    suspense.keySet().retainAll(alarms);
  }

  /** Something may be about to happen to the group. */
  void suspect(Alarm alarm, Instant now) {
    suspense.put(alarm, now.plus(SUSPENSE));
  }

  /** Those to look at again soon. */
  Set<Alarm> suspects() {
    return new HashSet<>(suspense.keySet());
  }

  /** Gives up on those about which there is nothing more to wait for. */
  void giveUp(Instant now) {
    suspense.values().removeIf(end -> !end.isAfter(now));
  }

  /** Kills that are to be told of now; null when there are none, or it is too soon. */
  @Nullable Long grown(Alarm alarm, long count, Instant now) {
    Told before = told.get(alarm);
    if (before == null || count <= before.count()) {
      return null;
    }
    if (before.at().plus(PAUSE).isAfter(now)) {
      suspect(alarm, now);
      return null;
    }
    told.put(alarm, new Told(count, now));
    return count - before.count();
  }
}
