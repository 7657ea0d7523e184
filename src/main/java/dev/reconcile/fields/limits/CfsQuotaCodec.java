package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * v1 {@code cpu.cfs_quota_us}: microseconds in each {@code cpu.cfs_period_us}; {@code -1} without a
 * bound.
 */
record CfsQuotaCodec() implements LimitCodec {
  static final String FILE = "cpu.cfs_quota_us";
  static final String UNLIMITED = "-1";

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    Cfs wanted = limits.values().containsKey(Cfs.MAX) ? Cfs.wanted(limits, null) : null;
    if (wanted == null) {
      return null;
    }
    return wanted.quota() == Long.MAX_VALUE ? UNLIMITED : Long.toString(wanted.quota());
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    String period = siblings.get(CfsPeriodCodec.FILE);
    return new Cfs(quota(kernel), period == null ? Cfs.DEFAULT_PERIOD : Long.parseLong(period))
        .max();
  }

  @Override
  public boolean matches(String kernel, String written) {
    return quota(kernel) == quota(written);
  }

  @Override
  public int growth(String a, String b) {
    return Long.compare(quota(b), quota(a));
  }

  static long quota(String kernel) {
    return kernel.startsWith("-") ? Long.MAX_VALUE : Long.parseLong(kernel);
  }
}
