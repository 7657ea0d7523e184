package dev.reconcile.cli;

import dev.reconcile.cli.Goal.Progress;
import org.jspecify.annotations.Nullable;

/** What {@link Patience} waits for. */
interface Aim {
  /** As in {@code container/web: not LABEL within 5s}. */
  String label();

  /**
   * How far an object is.
   *
   * @param item null when there is no such object
   */
  Progress progress(@Nullable Item item);
}
