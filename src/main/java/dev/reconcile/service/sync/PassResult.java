package dev.reconcile.service.sync;

import org.jspecify.annotations.Nullable;

/** How a pass ended. */
public sealed interface PassResult {
  /** For people, one line. */
  String message();

  /** Short and fixed, for metrics: {@code applied}, {@code skipped}, {@code failed}. */
  String label();

  /**
   * The revision is true now.
   *
   * @param changed how many objects were not so before
   */
  record Applied(String revision, long changed) implements PassResult {
    @Override
    public String message() {
      return "applied revision " + revision;
    }

    @Override
    public String label() {
      return "applied";
    }
  }

  /** Nothing was to be done: suspended, or no new revision without selfHeal. */
  record Skipped(String message) implements PassResult {
    @Override
    public String label() {
      return "skipped";
    }
  }

  /**
   * The revision is not true, and the last good one stays in force.
   *
   * @param revision null when not even that is known
   */
  record Failed(@Nullable String revision, Reason reason, String message) implements PassResult {
    @Override
    public String label() {
      return "failed";
    }
  }
}
