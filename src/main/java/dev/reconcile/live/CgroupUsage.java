package dev.reconcile.live;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What a group has used, at one moment.
 *
 * @param path absolute cgroup path
 * @param nanos when it was read, of a clock that only goes forward
 * @param counters absent where the host does not count it for this group
 */
public record CgroupUsage(String path, long nanos, Map<Counter, Reading<Long>> counters) {
  public CgroupUsage {
    Map<Counter, Reading<Long>> copy = new EnumMap<>(Counter.class);
    copy.putAll(counters);
    counters = Collections.unmodifiableMap(copy);
  }

  /** A counter; absent when it was not looked at. */
  public Reading<Long> of(Counter counter) {
    return counters.getOrDefault(counter, Reading.absent());
  }
}
