package dev.reconcile.manifest;

import dev.reconcile.fields.RawFiles;
import dev.reconcile.model.CpuAmount;
import dev.reconcile.model.TimeSpan;
import dev.reconcile.model.Value.Dict;
import org.jspecify.annotations.Nullable;

/** What can be wrong between limits, whatever the host. */
final class LimitChecks {
  private static final long MILLISECOND = 1_000;
  private static final long SECOND = 1_000_000;
  private static final String DEFAULT_PERIOD = "100ms";

  private LimitChecks() {}

  /**
   * Checks the limits of a Cgroup or of a Container's leaf.
   *
   * @param path of {@code limits}, such as {@code spec.resources}
   */
  static void check(Dict limits, String path, ObjectContext context) {
    cpu(limits, path + ".cpu.", context);
    for (String file : limits.dict("raw").entries().keySet()) {
      String refusal = RawFiles.refusal(file);
      if (refusal != null) {
        context.error(path + ".raw." + file, refusal);
      }
    }
  }

  private static void cpu(Dict limits, String path, ObjectContext context) {
    long period = TimeSpan.parse(limits.text("cpu.period", DEFAULT_PERIOD)).micros();
    String max = limits.text("cpu.max", "max");
    if (period < MILLISECOND || period > SECOND) {
      context.error(path + "period", "expected a period from 1ms to 1s");
    } else if (!max.equals("max")) {
      quota(CpuAmount.parse(max).millis(), period, limits.text("cpu.burst"), path, context);
    }
  }

  private static void quota(
      long millis, long period, @Nullable String burst, String path, ObjectContext context) {
    long smallest = Math.ceilDiv(MILLISECOND * 1_000, period);
    if (millis < smallest) {
      context.error(
          path + "max",
          "the kernel's smallest quota is 1ms; with a period of "
              + new TimeSpan(period)
              + " the smallest is "
              + new CpuAmount(smallest));
      return;
    }
    TimeSpan quota = new TimeSpan(Math.multiplyExact(Math.min(millis, SECOND), period) / 1_000);
    if (burst != null && TimeSpan.parse(burst).micros() > quota.micros()) {
      context.error(path + "burst", "expected at most the quota of a period, " + quota);
    }
  }
}
