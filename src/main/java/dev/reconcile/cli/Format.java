package dev.reconcile.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What {@code -o} asks for. */
enum Format {
  TEXT,
  /** Text with more columns; {@code get} only. */
  WIDE,
  JSON,
  YAML;

  /** Null when there is no such format. */
  static @Nullable Format parse(String text) {
    for (Format format : values()) {
      if (format.name().toLowerCase(Locale.ROOT).equals(text)) {
        return format;
      }
    }
    return null;
  }
}
