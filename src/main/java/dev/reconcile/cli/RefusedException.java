package dev.reconcile.cli;

import java.util.List;

/** The run is refused before anything was changed: exit status 2, and a line for each message. */
final class RefusedException extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient List<String> lines;

  /** One message about the command line or the host; it is printed behind the verb's name. */
  RefusedException(String message) {
    super(message);
    this.lines = List.of();
  }

  /** Located messages, {@code FILE:LINE:COL: PATH: message}; they are printed as they are. */
  RefusedException(List<String> lines) {
    super(String.join("\n", lines));
    this.lines = List.copyOf(lines);
  }

  /** The located messages; empty when there is but {@link #getMessage}. */
  List<String> lines() {
    return lines;
  }
}
