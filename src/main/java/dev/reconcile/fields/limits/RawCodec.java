package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A control file without a field: written and compared as it is.
 *
 * @param file kernel file name
 */
record RawCodec(String file) implements LimitCodec {
  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    return limits.raw().get(file);
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return kernel;
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
