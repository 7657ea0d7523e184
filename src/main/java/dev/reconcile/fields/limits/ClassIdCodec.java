package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * v1 {@code net_cls.classid}: 32 bits, MAJOR:MINOR of tc(8) as {@code 0xMMMMmmmm}. People write it
 * so, the kernel reads it back in decimal: {@code 0x100001} is {@code 1048577}.
 */
record ClassIdCodec() implements LimitCodec {
  static final String FIELD = "netCls.classid";

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(FIELD);
    return wanted == null ? null : Long.toString(Long.decode(wanted));
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return "0x" + Long.toHexString(Long.parseLong(kernel));
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
