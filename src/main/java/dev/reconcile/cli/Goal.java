package dev.reconcile.cli;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What can be waited for. */
enum Goal implements Aim {
  /** It runs and its probes pass; of other kinds: the condition {@code Ready}. */
  READY,
  /** {@link #READY}, or it was to run once and has succeeded; for {@code apply --wait}. */
  DONE,
  /** It is no longer owned, and nothing is left of it. */
  DELETED,
  /** The process has ended, be it for good or until its monitor starts it again. */
  EXITED;

  /** How far an object is on the way. */
  enum Progress {
    REACHED,
    UNDER_WAY,
    /** Waiting longer will not help. */
    OUT_OF_REACH
  }

  static Goal parse(String word) throws RefusedException {
    for (Goal goal : values()) {
      if (goal != DONE && goal.label().equals(word)) {
        return goal;
      }
    }
    throw new RefusedException("--for: expected ready, deleted or exited, not '" + word + "'");
  }

  @Override
  public String label() {
    return this == DONE ? "ready" : name().toLowerCase(Locale.ROOT);
  }

  @Override
  public Progress progress(@Nullable Item item) {
    if (item == null) {
      return this == DELETED ? Progress.REACHED : Progress.OUT_OF_REACH;
    }
    return switch (this) {
      case READY -> ready(item);
      case DONE -> item.status("phase").equals("Succeeded") ? Progress.REACHED : ready(item);
      case DELETED -> Progress.UNDER_WAY;
      case EXITED -> ended(item) ? Progress.REACHED : Progress.UNDER_WAY;
    };
  }

  private static Progress ready(Item item) {
    if (item.status("ready").equals("true") || item.condition("Ready", "status").equals("True")) {
      return Progress.REACHED;
    }
    boolean over =
        switch (item.status("phase")) {
          case "Succeeded", "Failed", "Terminating" -> true;
          default -> item.condition("Stalled", "status").equals("True");
        };
    return over ? Progress.OUT_OF_REACH : Progress.UNDER_WAY;
  }

  private static boolean ended(Item item) {
    return switch (item.status("phase")) {
      case "Succeeded", "Failed", "BackOff" -> true;
      default -> false;
    };
  }
}
