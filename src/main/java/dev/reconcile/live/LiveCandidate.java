package dev.reconcile.live;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A process that somebody's Cgroup may want.
 *
 * @param startTime field 22 of {@code /proc/PID/stat}: a PID counts only with it
 * @param uid effective
 * @param comm its name
 * @param obstacle why it is never moved, such as {@code a kernel thread}; empty when nothing is
 * @param cgroups hierarchy id to the path that it is at
 */
public record LiveCandidate(
    int pid,
    long startTime,
    long uid,
    String comm,
    String obstacle,
    SortedMap<String, String> cgroups) {
  public LiveCandidate {
    cgroups = Collections.unmodifiableSortedMap(new TreeMap<>(cgroups));
  }

  /** {@code 4242 (stress-ng)}. */
  @Override
  public String toString() {
    return pid + " (" + comm + ")";
  }
}
