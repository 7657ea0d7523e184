package dev.reconcile.fields.limits;

import org.jspecify.annotations.Nullable;

/** What of a control file one value is: all of it, or what it says of one device. */
sealed interface FileKeys {
  /** All of it. */
  record Whole() implements FileKeys {}

  /** The name of the file says of what it is: {@code hugetlb.*.max}. */
  record InName() implements FileKeys {}

  /**
   * A line for each: {@code 254:0 rbps=10000000 wbps=max}. One line is one write, and leaves the
   * others alone.
   *
   * @param missing what a missing line means; empty when the kernel has one for each
   */
  record Lines(String missing) implements FileKeys {}

  /** One line of those, always the same: {@code default 100} in {@code io.weight}. */
  record Line(String key) implements FileKeys {}

  /** Whether a file has other values, too. */
  default boolean isShared() {
    return this instanceof Line || this instanceof Lines;
  }

  /** What a file's text says of a key; null when it says nothing. */
  default @Nullable String cut(String text, String key) {
    return switch (this) {
      case Whole ignored -> text;
      case InName ignored -> text;
      case Line line -> line(text, line.key);
      case Lines lines -> {
        String found = line(text, key);
        yield found == null && !lines.missing.isEmpty() ? lines.missing : found;
      }
    };
  }

  /** The write of a value for a key. */
  default String frame(String value, String key) {
    return switch (this) {
      case Whole ignored -> value;
      case InName ignored -> value;
      case Line line -> line.key + " " + value;
      case Lines ignored -> key + " " + value;
    };
  }

  /** The key of a write that {@link #frame} has made. */
  default String keyOf(String write) {
    return switch (this) {
      case Whole ignored -> "";
      case InName ignored -> "";
      case Line line -> line.key;
      case Lines ignored -> write.substring(0, Math.max(0, write.indexOf(' ')));
    };
  }

  private static @Nullable String line(String text, String key) {
    int start = 0;
    while (start < text.length()) {
      int end = text.indexOf('\n', start);
      end = end < 0 ? text.length() : end;
      if (text.startsWith(key + " ", start)) {
        return text.substring(start + key.length() + 1, end).strip();
      }
      start = end + 1;
    }
    return null;
  }
}
