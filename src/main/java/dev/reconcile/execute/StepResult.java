package dev.reconcile.execute;

/** How a step ended. */
public sealed interface StepResult {
  /**
   * Done, and read back.
   *
   * @param atOnce whether nothing was in the way; else it took a second try
   */
  record Done(boolean atOnce) implements StepResult {}

  /**
   * The kernel refused, or did not read back what was written.
   *
   * @param message one line
   */
  record Failed(String message) implements StepResult {}

  /** Not begun: a step that it needs failed. */
  record Blocked(int by) implements StepResult {}

  /** Not begun: the user asked to stop. */
  record Interrupted() implements StepResult {}
}
