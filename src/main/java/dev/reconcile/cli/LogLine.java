package dev.reconcile.cli;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/**
 * A line of a container's log in the CRI format, as its monitor wrote it.
 *
 * <pre>
 * 2026-11-23T15:41:21.123456789Z stdout F text
 * (1)                            (2)    (3) (4)
 * (1) when, UTC  (2) stream  (3) F: the end of a line, P: more of it follows  (4) what was written
 * </pre>
 *
 * @param whole false: the line goes on in the next one
 */
record LogLine(Instant time, boolean whole, String text) {
  /** Null for what is not such a line, as a torn write leaves it. */
  static @Nullable LogLine parse(String line) {
    int time = line.indexOf(' ');
    int stream = line.indexOf(' ', time + 1);
    int tag = line.indexOf(' ', stream + 1);
    if (time < 0 || stream < 0 || tag < 0) {
      return null;
    }
    try {
      boolean whole = line.substring(stream + 1, tag).equals("F");
      return new LogLine(Instant.parse(line.substring(0, time)), whole, line.substring(tag + 1));
    } catch (DateTimeParseException e) {
      return null;
    }
  }
}
