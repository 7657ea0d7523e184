package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import dev.reconcile.model.TimeSpan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * v1 {@code cpu.cfs_period_us}: microseconds, 1000 to 1000000. A longer period makes a quota worth
 * less.
 */
record CfsPeriodCodec() implements LimitCodec {
  static final String FILE = "cpu.cfs_period_us";

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    Cfs wanted = Cfs.wanted(limits, null);
    return wanted == null ? null : Long.toString(wanted.period());
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    long period = Long.parseLong(kernel);
    if (field.equals(Cfs.PERIOD)) {
      return new TimeSpan(period).toString();
    }
    String quota = siblings.getOrDefault(CfsQuotaCodec.FILE, CfsQuotaCodec.UNLIMITED);
    return new Cfs(CfsQuotaCodec.quota(quota), period).max();
  }

  @Override
  public boolean matches(String kernel, String written) {
    return kernel.equals(written);
  }

  @Override
  public int growth(String a, String b) {
    return Long.compare(Long.parseLong(a), Long.parseLong(b));
  }

  /**
   * Whether every new group has this, whatever its parent has: a period of 100 ms
   * (init_cfs_bandwidth() in kernel/sched/fair.c), which nearly all quotas are in.
   */
  static boolean isOfNew(LimitCodec codec, String value) {
    return codec instanceof CfsPeriodCodec && value.equals(Long.toString(Cfs.DEFAULT_PERIOD));
  }
}
