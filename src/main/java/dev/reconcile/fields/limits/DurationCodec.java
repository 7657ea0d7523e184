package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import dev.reconcile.model.TimeSpan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CPU time in plain microseconds: {@code cpu.max.burst}, v1 {@code cpu.cfs_burst_us}.
 *
 * @param field that it carries
 */
record DurationCodec(String field) implements LimitCodec {
  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(field);
    return wanted == null ? null : Long.toString(TimeSpan.parse(wanted).micros());
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return new TimeSpan(Long.parseLong(kernel)).toString();
  }

  @Override
  public boolean matches(String kernel, String written) {
    return kernel.equals(written);
  }

  @Override
  public int growth(String a, String b) {
    return Long.compare(Long.parseLong(b), Long.parseLong(a));
  }
}
