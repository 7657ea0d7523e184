package dev.reconcile.plan;

import java.util.List;

/**
 * Steps in a total, stable order; every step comes after the steps it names.
 *
 * <p>A replace takes two rounds: this plan stops the old object; when it is gone (the grace period
 * is waited out without the lock), the next look at the host plans the new one.
 *
 * @param steps in order
 */
public record Plan(List<Step> steps) {
  public static final Plan EMPTY = new Plan(List.of());

  public Plan {
    steps = List.copyOf(steps);
  }

  /** Whether there is nothing to do. */
  public boolean isEmpty() {
    return steps.isEmpty();
  }
}
