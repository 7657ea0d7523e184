package dev.reconcile.service.schedule;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When to try again what has failed: twice as long after each failure, until it is as seldom as the
 * passes of a Sync that is well.
 *
 * @param first after one failure
 */
public record Backoff(Duration first) {
  /** Never longer, however seldom passes are: a source that is right again is not to wait a day. */
  static final Duration LONGEST = Duration.ofMinutes(15);

  /** Doubled so often, a millisecond is longer than the longest; more would overflow. */
  private static final int MOST_DOUBLINGS = 20;

  /** At least a millisecond, or a Sync without a pause would never let others have their turn. */
  public Backoff {
    first = first.compareTo(Duration.ofMillis(1)) < 0 ? Duration.ofMillis(1) : first;
  }

  /**
   * When to try again.
   *
   * @param failures in a row; 0 for what will pass by itself
   * @param regular when a pass would be due had nothing failed; null when none would
   */
  public Instant next(Instant now, int failures, @Nullable Instant regular) {
    if (first.compareTo(LONGEST) >= 0) {
      return now.plus(first);
    }
    int doublings = Math.clamp(failures - 1, 0, MOST_DOUBLINGS);
    Duration wait = earlier(first.multipliedBy(1L << doublings), LONGEST);
    if (regular != null) {
      wait = earlier(wait, Duration.between(now, regular));
    }
    return now.plus(wait.compareTo(first) < 0 ? first : wait);
  }

  private static Duration earlier(Duration one, Duration other) {
    return one.compareTo(other) <= 0 ? one : other;
  }
}
