package dev.reconcile.cli;

import java.util.Locale;

/** Amounts as people read them: three digits and a unit, not exact. */
final class Amounts {
  private static final String[] UNITS = {"", "Ki", "Mi", "Gi", "Ti"};

  private Amounts() {}

  /** {@code 12.3Mi}. */
  static String bytes(long bytes) {
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < UNITS.length - 1) {
      amount /= 1024;
      unit++;
    }
    boolean whole = unit == 0 || amount >= 100;
    return String.format(Locale.ROOT, whole ? "%.0f%s" : "%.1f%s", amount, UNITS[unit]);
  }

  /** CPU time of so many nanoseconds each second, in thousandths of a CPU: {@code 250m}. */
  static String cpu(long nanosPerSecond) {
    return nanosPerSecond / 1_000_000 + "m";
  }

  /** A duration in its largest fitting unit: {@code 1.5s}, {@code 12ms}. */
  static String duration(long nanos) {
    if (nanos >= 1_000_000_000L) {
      return String.format(Locale.ROOT, "%.1fs", nanos / 1e9);
    }
    return nanos / 1_000_000 + "ms";
  }

  /** Hundredths of a percent: {@code 1.25}. */
  static String percent(long hundredths) {
    return String.format(Locale.ROOT, "%d.%02d", hundredths / 100, hundredths % 100);
  }
}
