package dev.reconcile.fields.limits;

import dev.reconcile.model.CpuAmount;
import dev.reconcile.model.Limits;
import dev.reconcile.model.TimeSpan;
import org.jspecify.annotations.Nullable;

/**
 * CFS bandwidth: so much CPU time (quota) in each period. {@code cpu.max} without {@code
 * cpu.period} means the kernel's own period of 100 ms, which is then governed too: half a processor
 * is half a processor only of a known period.
 *
 * @param quota microseconds; {@link Long#MAX_VALUE} without a bound
 * @param period microseconds
 */
record Cfs(long quota, long period) {
  static final String MAX = "cpu.max";
  static final String PERIOD = "cpu.period";
  static final long DEFAULT_PERIOD = 100_000;
  private static final long SMALLEST_QUOTA = 1_000;

  /** What the limits ask for; null when they say nothing of bandwidth. */
  static @Nullable Cfs wanted(Limits limits, @Nullable Cfs live) {
    String max = limits.values().get(MAX);
    String period = limits.values().get(PERIOD);
    if (max == null && period == null) {
      return null;
    }
    long micros = period == null ? DEFAULT_PERIOD : TimeSpan.parse(period).micros();
    if (max == null) {
      return new Cfs(live == null ? Long.MAX_VALUE : live.quota, micros);
    }
    return new Cfs(max.equals("max") ? Long.MAX_VALUE : quota(max, micros), micros);
  }

  private static long quota(String max, long period) {
    long quota = CpuAmount.parse(max).millis() * period / 1000;
    if (quota < SMALLEST_QUOTA) {
      long smallest = (SMALLEST_QUOTA * 1000 + period - 1) / period;
      throw new IllegalArgumentException(
          "cpu.max "
              + max
              + " of a period of "
              + new TimeSpan(period)
              + " is below the kernel's 1ms; the smallest is "
              + new CpuAmount(smallest)
              + ", or give a longer cpu.period");
    }
    return quota;
  }

  /** Neutral {@code cpu.max}; rounded to thousandths. */
  String max() {
    if (quota == Long.MAX_VALUE) {
      return "max";
    }
    return new CpuAmount(Math.max(1, (quota * 1000 + period / 2) / period)).toString();
  }

  /** Compares shares of a processor: positive when {@code other} is the larger. */
  int growth(Cfs other) {
    return Double.compare(other.ratio(), ratio());
  }

  private double ratio() {
    return quota == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : (double) quota / period;
  }
}
