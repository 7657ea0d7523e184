package dev.reconcile.live;

import org.jspecify.annotations.Nullable;

/** What came of looking at something. "Could not read" never looks like "absent" or "unlimited". */
public sealed interface Reading<T> {
  /** The kernel says so. */
  record Present<T>(T value) implements Reading<T> {}

  /** It cannot be read back; this is what we recorded when we set it. */
  record Recorded<T>(T value) implements Reading<T> {}

  /** It is not there. */
  record Absent<T>() implements Reading<T> {}

  /**
   * It may be there, but reading it failed.
   *
   * @param what the path that was read
   * @param why the kernel's answer, such as {@code EACCES}
   */
  record Unreadable<T>(String what, String why) implements Reading<T> {}

  /** The value, read or recorded; null when absent or unreadable. */
  default @Nullable T orNull() {
    return switch (this) {
      case Present<T>(T value) -> value;
      case Recorded<T>(T value) -> value;
      case Absent<T> ignored -> null;
      case Unreadable<T> ignored -> null;
    };
  }

  /** Shorthand for {@link Present}. */
  static <T> Reading<T> of(T value) {
    return new Present<>(value);
  }

  /** Shorthand for {@link Absent}. */
  static <T> Reading<T> absent() {
    return new Absent<>();
  }
}
