package dev.reconcile.cli;

import java.util.ArrayList;
import java.util.List;

/** Rows in columns as wide as their widest cell, two blanks apart. */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... heading) {
    rows.add(List.of(heading));
  }

  /** Adds a row; an empty cell is printed as {@code -}. */
  void row(List<String> cells) {
    List<String> row = new ArrayList<>();
    for (String cell : cells) {
      row.add(cell.isEmpty() ? "-" : cell);
    }
    rows.add(row);
  }

  /** Whether there is a row below the heading. */
  boolean isEmpty() {
    return rows.size() == 1;
  }

  /** The table's lines, each ended by a line break, without trailing blanks. */
  String text() {
    int[] widths = new int[rows.getFirst().size()];
    for (List<String> row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
      }
      text.append(line.toString().stripTrailing()).append('\n');
    }
    return text.toString();
  }
}
