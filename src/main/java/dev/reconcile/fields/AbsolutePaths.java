package dev.reconcile.fields;

import java.util.ArrayDeque;
import java.util.Deque;

/** Absolute paths as text, without a file system behind them. */
final class AbsolutePaths {
  /** PATH_MAX of limits.h, its NUL included. */
  private static final int PATH_MAX = 4096;

  private AbsolutePaths() {}

  /**
   * {@code /a//b/./c/../d} becomes {@code /a/b/d}.
   *
   * @throws IllegalArgumentException when it is not absolute, too long, or climbs above the root
   */
  static String normalise(String text) {
    if (!text.startsWith("/") || text.length() >= PATH_MAX || text.indexOf('\0') >= 0) {
      throw new IllegalArgumentException(
          "expected an absolute path of less than "
              + PATH_MAX
              + " bytes, not "
              + Scalars.quote(text));
    }
    Deque<String> parts = new ArrayDeque<>();
    for (String part : text.split("/")) {
      if (part.equals("..")) {
        if (parts.pollLast() == null) {
          throw new IllegalArgumentException(
              "expected a path below /, but " + Scalars.quote(text) + " climbs above it");
        }
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    return "/" + String.join("/", parts);
  }
}
