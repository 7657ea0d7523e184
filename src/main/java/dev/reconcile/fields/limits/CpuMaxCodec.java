package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import dev.reconcile.model.TimeSpan;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * v2 {@code cpu.max}: {@code QUOTA PERIOD} in microseconds, such as {@code 50000 100000} or {@code
 * max 100000}.
 */
record CpuMaxCodec() implements LimitCodec {
  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    Cfs wanted = Cfs.wanted(limits, live == null ? null : parse(live));
    if (wanted == null) {
      return null;
    }
    String quota = wanted.quota() == Long.MAX_VALUE ? "max" : Long.toString(wanted.quota());
    return quota + " " + wanted.period();
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    Cfs cfs = parse(kernel);
    return field.equals(Cfs.PERIOD) ? new TimeSpan(cfs.period()).toString() : cfs.max();
  }

  @Override
  public boolean matches(String kernel, String written) {
    return parse(kernel).equals(parse(written));
  }

  @Override
  public int growth(String a, String b) {
    return parse(a).growth(parse(b));
  }

  private static Cfs parse(String text) {
    int space = text.indexOf(' ');
    String quota = text.substring(0, space);
    return new Cfs(
        quota.equals("max") ? Long.MAX_VALUE : Long.parseLong(quota),
        Long.parseLong(text.substring(space + 1)));
  }
}
