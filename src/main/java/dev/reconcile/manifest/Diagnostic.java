package dev.reconcile.manifest;

import java.util.Comparator;

/**
 * One located message.
 *
 * @param file as given, or {@code <stdin>}
 * @param line from 1
 * @param column from 1
 * @param path object and field, such as {@code container/web: spec.process.args}; may be empty
 * @param message what is wrong, what was expected, the next move
 */
public record Diagnostic(String file, int line, int column, String path, String message)
    implements Comparable<Diagnostic> {
  private static final Comparator<Diagnostic> ORDER =
      Comparator.comparing(Diagnostic::file)
          .thenComparingInt(Diagnostic::line)
          .thenComparingInt(Diagnostic::column)
          .thenComparing(Diagnostic::path)
          .thenComparing(Diagnostic::message);

  @Override
  public int compareTo(Diagnostic other) {
    return ORDER.compare(this, other);
  }

  /** {@code FILE:LINE:COL: PATH: message}. */
  @Override
  public String toString() {
    String place = file + ":" + line + ":" + column + ": ";
    return path.isEmpty() ? place + message : place + path + ": " + message;
  }
}
