package dev.reconcile.model;

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
      long millis = millis(milli ? text.substring(0, text.length() - 1) : text, milli ? 0 : 3);
      if (millis < 1) {
        throw new NumberFormatException();
      }
      return new CpuAmount(millis);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected processors such as 500m, 0.5 or 2 (at least 1m), not '" + text + "'", e);
    }
  }

  /**
   * A decimal number times ten to the {@code places}, which must be whole. By hand: BigDecimal's
   * tables take longer to set up than all the rest of a small manifest.
   */
  private static long millis(String number, int places) {
    int point = number.indexOf('.');
    String whole = point < 0 ? number : number.substring(0, point);
    String fraction = point < 0 ? "" : number.substring(point + 1);
    if (!isDigits(whole) || (point >= 0 && !isDigits(fraction))) {
      throw new NumberFormatException();
    }
    long millis = Long.parseLong(whole);
    for (int i = 0; i < Math.max(places, fraction.length()); i++) {
      int digit = i < fraction.length() ? fraction.charAt(i) - '0' : 0;
      if (i < places) {
        millis = Math.addExact(Math.multiplyExact(millis, 10), digit);
      } else if (digit != 0) {
        throw new NumberFormatException();
      }
    }
    return millis;
  }

  private static boolean isDigits(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** The one canonical form: whole processors without a suffix, else thousandths. */
  @Override
  public String toString() {
    return millis % 1000 == 0 ? Long.toString(millis / 1000) : millis + "m";
  }
}
