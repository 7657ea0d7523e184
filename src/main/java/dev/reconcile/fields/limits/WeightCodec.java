package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * CPU weight. v2 has it as it is, 1 to 10000; v1 {@code cpu.shares} gets systemd's formula:
 * clamp(weight * 1024 / 100, 2, 262144). An idle group has no weight: writing it is EINVAL on v2,
 * and both versions read a value that nobody set.
 *
 * @param shares whether this is v1
 */
record WeightCodec(boolean shares) implements LimitCodec {
  static final String FIELD = "cpu.weight";

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(FIELD);
    if (wanted == null || "true".equals(limits.values().get("cpu.idle"))) {
      return null;
    }
    return shares ? Long.toString(shares(Long.parseLong(wanted))) : wanted;
  }

  private static long shares(long weight) {
    return Math.clamp(weight * 1024 / 100, 2L, 262_144L);
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return shares ? Long.toString((Long.parseLong(kernel) * 100 + 512) / 1024) : kernel;
  }

  @Override
  public boolean matches(String kernel, String written) {
    return kernel.equals(written);
  }

  @Override
  public int growth(String a, String b) {
    return 0;
  }
}
