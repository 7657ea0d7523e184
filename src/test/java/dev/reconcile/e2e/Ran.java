package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

/** How a command ended and what it printed. */
record Ran(List<String> command, int status, String out, String err) {
  Ran exits(int expected) {
    assertEquals(expected, status, this::toString);
    return this;
  }

  /** Standard output has exactly this line. */
  Ran says(String line) {
    assertTrue(out.lines().anyMatch(line::equals), () -> "no line '" + line + "' in " + this);
    return this;
  }

  /** Standard output has this text. */
  Ran shows(String text) {
    assertTrue(out.contains(text), () -> "no '" + text + "' in " + this);
    return this;
  }

  /** Standard error has this text. */
  Ran complains(String text) {
    assertTrue(err.contains(text), () -> "no '" + text + "' in " + this);
    return this;
  }

  @Override
  public String toString() {
    return command + ": exit status " + status + "\n" + out + err;
  }
}
