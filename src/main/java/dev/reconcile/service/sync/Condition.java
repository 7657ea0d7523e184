package dev.reconcile.service.sync;

import java.time.Instant;

/**
 * One condition, in the shape of the Kubernetes API conventions.
 *
 * @param type which
 * @param status whether it holds
 * @param reason one word in camel case
 * @param message for people
 * @param lastTransitionTime since when the status is what it is
 */
public record Condition(
    Type type, Status status, String reason, String message, Instant lastTransitionTime) {

  /** What it is about. */
  public enum Type {
    /** The latest revision is true. */
    READY("Ready"),
    /** A pass is under way, or will be tried again. */
    RECONCILING("Reconciling"),
    /** Trying again will not help. */
    STALLED("Stalled");

    private final String label;

    Type(String label) {
      this.label = label;
    }

    /** As shown. */
    public String label() {
      return label;
    }
  }

  /** Whether it holds. */
  public enum Status {
    TRUE("True"),
    FALSE("False"),
    UNKNOWN("Unknown");

    private final String label;

    Status(String label) {
      this.label = label;
    }

    /** As shown. */
    public String label() {
      return label;
    }
  }

  /** The condition with a new status; the time moves only when the status does. */
  Condition become(Status next, String nextReason, String nextMessage, Instant now) {
    Instant since = next == status ? lastTransitionTime : now;
    return new Condition(type, next, nextReason, nextMessage, since);
  }
}
