package dev.reconcile.model;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * An amount of bytes. {@code Ki Mi Gi Ti} are powers of 1024, {@code k M G T} powers of 1000.
 *
 * @param bytes 0 or more
 */
public record ByteSize(long bytes) {
  private static final String UNITS = "KMGT";

  /**
   * Reads {@code 256Mi}, {@code 1.5G}, {@code 4096}.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public static ByteSize parse(String text) {
    int end = text.length();
    while (end > 0 && !Character.isDigit(text.charAt(end - 1))) {
      end--;
    }
    try {
      long unit = unit(text.substring(end));
      if (text.indexOf('.') < 0) {
        return whole(Long.parseLong(text.substring(0, end)), unit);
      }
      // Its tables take longer to set up than all the rest of a small manifest.
      BigDecimal number = new BigDecimal(text.substring(0, end));
      BigDecimal bytes = number.multiply(BigDecimal.valueOf(unit));
      if (bytes.signum() < 0) {
        throw new NumberFormatException();
      }
      return new ByteSize(bytes.setScale(0, RoundingMode.UNNECESSARY).longValueExact());
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a size such as 256Mi, 1G or 4096 (whole bytes), not '" + text + "'", e);
    }
  }

  private static ByteSize whole(long number, long unit) {
    if (number < 0) {
      throw new NumberFormatException();
    }
    return new ByteSize(Math.multiplyExact(number, unit));
  }

  private static long unit(String suffix) {
    if (suffix.isEmpty()) {
      return 1;
    }
    boolean binary = suffix.endsWith("i");
    String letter = binary ? suffix.substring(0, suffix.length() - 1) : suffix;
    boolean spelled = binary ? letter.equals(letter.toUpperCase(Locale.ROOT)) : !letter.equals("K");
    int power = UNITS.indexOf(letter.equals("k") ? "K" : letter);
    if (letter.length() != 1 || power < 0 || !spelled) {
      throw new NumberFormatException();
    }
    long unit = 1;
    for (int i = 0; i <= power; i++) {
      unit *= binary ? 1024 : 1000;
    }
    return unit;
  }

  /** The one canonical form: the largest binary unit that divides it, else plain bytes. */
  @Override
  public String toString() {
    long rest = bytes;
    int power = 0;
    while (rest != 0 && rest % 1024 == 0 && power < UNITS.length()) {
      rest /= 1024;
      power++;
    }
    return power == 0 ? Long.toString(bytes) : rest + UNITS.substring(power - 1, power) + "i";
  }
}
