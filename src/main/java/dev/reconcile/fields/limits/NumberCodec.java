package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An integer or {@code max}, the same on both sides. What the kernel holds may have decimals that
 * mean nothing: {@code cpu.uclamp.min} reads {@code 50.00}.
 *
 * @param field that it carries
 * @param ceiling from here on the kernel reads {@code max}
 * @param decimals that the kernel adds when reading back
 */
record NumberCodec(String field, long ceiling, String decimals) implements LimitCodec {
  static NumberCodec count(String field) {
    return new NumberCodec(field, Long.MAX_VALUE, "");
  }

  static NumberCodec percent(String field) {
    return new NumberCodec(field, Long.MAX_VALUE, ".00");
  }

  @Override
  public @Nullable String write(Limits limits, @Nullable String live) {
    String wanted = limits.values().get(field);
    return wanted == null ? null : text(number(wanted));
  }

  @Override
  public String read(String field, String kernel, Map<String, String> siblings) {
    return text(number(kernel));
  }

  @Override
  public String readBack(String written) {
    String text = text(number(written));
    return text.equals("max") ? text : text + decimals;
  }

  @Override
  public boolean matches(String kernel, String written) {
    return number(kernel) == number(written);
  }

  @Override
  public int growth(String a, String b) {
    return Long.compare(number(b), number(a));
  }

  private long number(String text) {
    if (text.equals("max")) {
      return Long.MAX_VALUE;
    }
    int dot = text.indexOf('.');
    long number = Long.parseLong(dot < 0 ? text : text.substring(0, dot));
    return number >= ceiling ? Long.MAX_VALUE : number;
  }

  private static String text(long number) {
    return number == Long.MAX_VALUE ? "max" : Long.toString(number);
  }
}
