package dev.reconcile.model;

import org.jspecify.annotations.Nullable;

/**
 * Where a document came from.
 *
 * @param file as given on the command line, relative to a Git checkout, or {@code <stdin>}
 * @param line first line of the document, from 1
 * @param column from 1
 * @param commit full hash when the file came from Git
 */
public record SourceRef(String file, int line, int column, @Nullable String commit) {
  /** For objects that no file names, such as those read back from the inventory of an older run. */
  public static final SourceRef NONE = new SourceRef("", 0, 0, null);

  /** {@code web.yaml:3:1}, with {@code @commit} when there is one. */
  @Override
  public String toString() {
    String place = file + ":" + line + ":" + column;
    return commit == null ? place : place + "@" + commit;
  }
}
