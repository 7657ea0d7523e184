package dev.reconcile.manifest;

import org.yaml.snakeyaml.error.Mark;

/**
 * A place in a file. SnakeYAML's own marks hold on to the text around them.
 *
 * @param line from 1
 * @param column from 1
 */
record Position(int line, int column) {
  /**
   * @param lineOffset lines of the file before the text that {@code mark} counts in
   */
  static Position of(Mark mark, int lineOffset) {
    return new Position(mark.getLine() + lineOffset + 1, mark.getColumn() + 1);
  }
}
