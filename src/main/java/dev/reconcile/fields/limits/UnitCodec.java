package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One quantity that no page rounds.
 *
 * @param field row that it carries
 * @param unlimited what the kernel has for {@code max}: {@code 0} in {@code blkio.throttle.*}
 */
record UnitCodec(String field, Unit unit, String unlimited) implements LimitCodec {
  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(field);
    if (wanted == null) {
      return null;
    }
    String kernel = unit.kernel(wanted);
    return kernel.equals("max") ? unlimited : kernel;
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return kernel.equals(unlimited) ? unit.neutral("max") : unit.neutral(kernel);
  }

  @Override
  public boolean matches(String kernel, String written) {
    return read(field, kernel, Map.of()).equals(read(field, written, Map.of()));
  }

  @Override
  public int growth(String a, String b) {
    return 0;
  }
}
