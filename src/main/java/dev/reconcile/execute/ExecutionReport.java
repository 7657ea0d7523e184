package dev.reconcile.execute;

import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How every step ended.
 *
 * @param plan what was executed
 * @param results of the plan's steps, in their order
 */
public record ExecutionReport(Plan plan, List<StepResult> results) {
  public ExecutionReport {
    results = List.copyOf(results);
    if (results.size() != plan.steps().size()) {
      throw new IllegalArgumentException(
          results.size() + " results of " + plan.steps().size() + " steps");
    }
  }

  /** How a step of the plan ended. */
  public StepResult result(Step step) {
    return results.get(step.number() - 1);
  }

  /** Messages of the objects that had a failed step, the first of each. */
  public SortedMap<dev.reconcile.model.ResourceId, String> failures() {
    SortedMap<dev.reconcile.model.ResourceId, String> failures = new TreeMap<>();
    for (Step step : plan.steps()) {
      if (result(step) instanceof StepResult.Failed(String message)) {
        failures.putIfAbsent(step.subject(), message);
      }
    }
    return failures;
  }
}
