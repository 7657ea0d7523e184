package dev.reconcile.fields.usage;

import java.util.function.ToLongFunction;

/** How kernel files count. */
final class UsageFormats {
  /** Not counted in the text at hand. */
  static final long NONE = -1;

  private static final long NANOS_PER_MICRO = 1_000;

  /** {@code cpuacct.stat} counts in USER_HZ, which is 100 on every architecture; time(7). */
  private static final long NANOS_PER_TICK = 10_000_000;

  private UsageFormats() {}

  /** The file is one number. */
  static long number(String text) {
    return Long.parseLong(text.strip());
  }

  /** A line {@code KEY N}, as in memory.stat, cpu.stat and memory.events. */
  static ToLongFunction<String> line(String key) {
    return text -> keyed(text, key);
  }

  /** A line {@code KEY N} in microseconds, as nanoseconds. */
  static ToLongFunction<String> micros(String key) {
    return text -> scaled(keyed(text, key), NANOS_PER_MICRO);
  }

  /** A line {@code KEY N} in clock ticks, as nanoseconds. */
  static ToLongFunction<String> ticks(String key) {
    return text -> scaled(keyed(text, key), NANOS_PER_TICK);
  }

  private static long scaled(long number, long factor) {
    return number == NONE ? NONE : number * factor;
  }

  private static long keyed(String text, String key) {
    for (String line : text.split("\n", -1)) {
      int blank = line.indexOf(' ');
      if (blank == key.length() && line.startsWith(key)) {
        return Long.parseLong(line.substring(blank + 1).strip());
      }
    }
    return NONE;
  }

  /**
   * v2 io.stat, the sum over devices of one key:
   *
   * <pre>
   *   254:0 rbytes=1459200 wbytes=314773504 rios=192 wios=353 dbytes=0 dios=0
   * </pre>
   *
   * A device may be listed without any key.
   */
  static ToLongFunction<String> everyDevice(String key) {
    return text -> {
      long sum = 0;
      for (String word : text.split("\\s+", -1)) {
        sum += word.startsWith(key + "=") ? Long.parseLong(word.substring(key.length() + 1)) : 0;
      }
      return sum;
    };
  }

  /**
   * v1 blkio.throttle.io_service_bytes_recursive, the sum over devices of one operation:
   *
   * <pre>
   *   254:0 Read 1459200
   *   254:0 Write 314773504
   *   Total 316232704
   * </pre>
   */
  static ToLongFunction<String> everyDeviceLine(String operation) {
    return text -> {
      long sum = 0;
      for (String line : text.split("\n", -1)) {
        String[] words = line.strip().split(" ", -1);
        sum += words.length == 3 && words[1].equals(operation) ? Long.parseLong(words[2]) : 0;
      }
      return sum;
    };
  }

  /**
   * {@code avg10} of pressure stall information, in hundredths of a percent; the kernel prints two
   * decimals (Documentation/accounting/psi.rst):
   *
   * <pre>
   *   some avg10=0.00 avg60=0.00 avg300=0.00 total=0
   * </pre>
   */
  static long pressure(String text) {
    String key = "some avg10=";
    if (!text.startsWith(key)) {
      return NONE;
    }
    return Long.parseLong(
        text.substring(key.length(), text.indexOf(' ', key.length())).replace(".", ""));
  }
}
