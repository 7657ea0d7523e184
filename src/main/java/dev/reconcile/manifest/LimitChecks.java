package dev.reconcile.manifest;

import dev.reconcile.fields.RawFiles;
import dev.reconcile.model.CpuAmount;
import dev.reconcile.model.TimeSpan;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.List;
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
    rates(limits, path + ".io.max", context);
    for (String file : limits.dict("raw").entries().keySet()) {
      String refusal = RawFiles.refusal(file);
      if (refusal != null) {
        context.error(path + ".raw." + file, refusal);
      }
    }
  }

  /** v1 takes 0 for no bound at all, v2 refuses it. */
  private static void rates(Dict limits, String path, ObjectContext context) {
    List<Value> items = limits.items("io.max");
    for (int i = 0; i < items.size(); i++) {
      for (String rate : List.of("rbps", "wbps")) {
        if (items.get(i) instanceof Dict item && "0".equals(item.text(rate))) {
          context.error(
              path + "[" + i + "]." + rate,
              "expected at least 1 byte a second, or max for no bound");
        }
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
