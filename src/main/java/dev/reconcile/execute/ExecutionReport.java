package dev.reconcile.execute;

import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How every step ended.
 *
 * @param plan what was executed
 * @param results by step number
 */
public record ExecutionReport(Plan plan, SortedMap<Integer, StepResult> results) {
  public ExecutionReport {
    results = Collections.unmodifiableSortedMap(new TreeMap<>(results));
  }

  /** Messages of the objects that had a failed step, the first of each. */
  public SortedMap<dev.reconcile.model.ResourceId, String> failures() {
    SortedMap<dev.reconcile.model.ResourceId, String> failures = new TreeMap<>();
    for (Step step : plan.steps()) {
      if (results.get(step.number()) instanceof StepResult.Failed(String message)) {
        failures.putIfAbsent(step.subject(), message);
      }
    }
    return failures;
  }
}
