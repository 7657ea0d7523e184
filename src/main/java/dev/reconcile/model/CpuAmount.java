package dev.reconcile.model;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * A share of processors, in thousandths of one: {@code 500m}, {@code 0.5}, {@code 2}.
 *
 * @param millis 1 or more
 */
public record CpuAmount(long millis) {
  /**
   * Reads {@code 500m}, {@code 0.5} or {@code 2}.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public static CpuAmount parse(String text) {
    try {
      boolean milli = text.endsWith("m");
      BigDecimal number = new BigDecimal(milli ? text.substring(0, text.length() - 1) : text);
      BigDecimal millis = milli ? number : number.movePointRight(3);
      long exact = millis.setScale(0, RoundingMode.UNNECESSARY).longValueExact();
      if (exact < 1) {
        throw new NumberFormatException();
      }
      return new CpuAmount(exact);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected processors such as 500m, 0.5 or 2 (at least 1m), not '" + text + "'", e);
    }
  }

  /** The one canonical form: whole processors without a suffix, else thousandths. */
  @Override
  public String toString() {
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
  }
}
