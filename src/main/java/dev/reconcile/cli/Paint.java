package dev.reconcile.cli;

/** Colours of ECMA-48 (SGR), or none. */
enum Paint {
  PLAIN,
  COLORED;

  static Paint of(boolean color) {
    return color ? COLORED : PLAIN;
  }

  /** What is new, or well. */
  String green(String text) {
    return sgr("32", text);
  }

  /** What goes, or is broken. */
  String red(String text) {
    return sgr("31", text);
  }

  /** What changes, or wants attention. */
  String yellow(String text) {
    return sgr("33", text);
  }

  /** A heading. */
  String bold(String text) {
    return sgr("1", text);
  }

  private String sgr(String code, String text) {
    return this == PLAIN || text.isEmpty() ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
  }
}
