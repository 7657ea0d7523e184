package dev.reconcile.model;

/**
 * A duration in microseconds, the kernel's unit in cgroup files.
 *
 * @param micros 0 or more
 */
public record TimeSpan(long micros) {
  private static final String[] UNITS = {"h", "m", "s", "ms", "us"};
  private static final long[] MICROS = {3_600_000_000L, 60_000_000L, 1_000_000L, 1_000L, 1L};

  /**
   * Reads {@code 250ms}, {@code 10s}, {@code 5m}, {@code 1h}, {@code 1h30m}, or {@code 0}.
   *
   * @throws IllegalArgumentException with what was expected
   */
  public static TimeSpan parse(String text) {
    long total = 0;
    int at = 0;
    if (text.equals("0")) {
      return new TimeSpan(0);
    }
    try {
      while (at < text.length()) {
        int digits = at;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
          digits++;
        }
        int letters = digits;
        while (letters < text.length() && Character.isLetter(text.charAt(letters))) {
          letters++;
        }
        long number = Long.parseLong(text.substring(at, digits));
        total =
            Math.addExact(total, Math.multiplyExact(number, unit(text.substring(digits, letters))));
        at = letters;
      }
      if (text.isEmpty()) {
        throw new NumberFormatException();
      }
      return new TimeSpan(total);
    } catch (ArithmeticException | NumberFormatException e) {
      throw new IllegalArgumentException(
          "expected a duration such as 250ms, 10s, 5m or 1h, not '" + text + "'", e);
    }
  }

  private static long unit(String suffix) {
    for (int i = 0; i < UNITS.length; i++) {
      if (UNITS[i].equals(suffix)) {
        return MICROS[i];
      }
    }
    throw new NumberFormatException();
  }

  /** Whole milliseconds, rounded down. */
  public long millis() {
    return micros / 1000;
  }

  /** The one canonical form: the largest unit that divides it, {@code 0s} for none. */
  @Override
  public String toString() {
    for (int i = 0; i < UNITS.length && micros != 0; i++) {
      if (micros % MICROS[i] == 0) {
        return micros / MICROS[i] + UNITS[i];
      }
    }
    return "0s";
  }
}
