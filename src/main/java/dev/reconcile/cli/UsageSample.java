package dev.reconcile.cli;

import dev.reconcile.engine.status.ObjectUsage;
import dev.reconcile.live.Counter;
import dev.reconcile.model.ResourceId;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/**
 * Two looks at one object, for what is counted by the second.
 *
 * @param before null when it was not there then
 */
record UsageSample(@Nullable ObjectUsage before, ObjectUsage now) {
  private static final long NANOS_PER_SECOND = 1_000_000_000L;

  /** What {@code top} can be ordered by; the busiest first. */
  static Comparator<UsageSample> order(Counter counter, boolean perSecond) {
    return Comparator.<UsageSample>comparingLong(
            s -> -known(perSecond ? s.rate(counter) : s.now.usage().of(counter).orNull()))
        .thenComparing(UsageSample::id);
  }

  private static long known(@Nullable Long number) {
    return number == null ? -1 : number;
  }

  ResourceId id() {
    return now.id();
  }

  /** By how much a counter grows in a second; null when that is not known. */
  @Nullable Long rate(Counter counter) {
    Long end = now.usage().of(counter).orNull();
    Long begin = before == null ? null : before.usage().of(counter).orNull();
    if (before == null || end == null || begin == null) {
      return null;
    }
    long nanos = now.usage().nanos() - before.usage().nanos();
    // A group that was removed and made again counts from nothing.
    return nanos <= 0 || end < begin
        ? null
        : Math.round((double) (end - begin) * NANOS_PER_SECOND / nanos);
  }
}
