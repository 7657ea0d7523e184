package dev.reconcile.sources;

import java.io.IOException;
import java.util.List;

/** What {@code -f} names and could not be read. */
public final class InputException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient List<String> problems;

  InputException(List<String> problems) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
  }

  /** One line each: {@code PATH: operation: cause; next move}. */
  public List<String> problems() {
    return problems;
  }
}
