package dev.reconcile.engine;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.Refusal;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.execute.ExecutionReport;
import dev.reconcile.execute.StepResult;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Adds up rounds to one outcome an object. The first round says what happened to it, the last
 * whether it is true.
 */
final class Tally {
  private final SortedMap<ResourceId, Change> first = new TreeMap<>();
  private final SortedMap<ResourceId, String> failures = new TreeMap<>();
  private final SortedMap<ResourceId, String> blocked = new TreeMap<>();
  private final SortedMap<ResourceId, String> differing = new TreeMap<>();
  private final Set<String> notes = new LinkedHashSet<>();
  private final Set<ResourceId> settled = new HashSet<>();

  void add(Round.Look look, Round.End end) {
    for (Change change : look.changes().changes().values()) {
      first.putIfAbsent(change.id(), change);
    }
    addGone(look);
    // What failed in an earlier round and is true now was made good.
    failures.keySet().removeAll(end.settled());
    failures.putAll(end.execution().failures());
    for (Step step : look.plan().steps()) {
      Step cause = cause(look.plan(), end.execution(), step);
      if (!cause.subject().equals(step.subject())) {
        blocked.putIfAbsent(step.subject(), cause.subject() + " failed");
      }
    }
    notes.addAll(end.notes());
    settled.addAll(end.settled());
    differing.clear();
    for (Change change : end.after().changes().values()) {
      differing.put(change.id(), change.reason());
    }
  }

  /** What was to be deleted and is on no record any more: another run has been faster. */
  private void addGone(Round.Look look) {
    for (Change change : first.values()) {
      if (change instanceof Change.Delete && !look.inventory().entries().containsKey(change.id())) {
        settled.add(change.id());
      }
    }
  }

  /** What a step waits for in vain, through all that waits in between; itself when it does not. */
  private static Step cause(Plan plan, ExecutionReport execution, Step step) {
    Step cause = step;
    while (execution.result(cause) instanceof StepResult.Blocked(int by)) {
      cause = plan.steps().get(by - 1);
    }
    return cause;
  }

  /** A later round was refused: what it needed is no longer there. */
  void fail(List<Refusal> refusals) {
    for (Refusal refusal : refusals) {
      failures.put(refusal.id(), refusal.message());
    }
  }

  /** What rounds had to say. */
  Set<String> notes() {
    return notes;
  }

  boolean hasFailures() {
    return !failures.isEmpty();
  }

  SortedMap<ResourceId, Outcome> outcomes(boolean interrupted) {
    SortedMap<ResourceId, Outcome> outcomes = new TreeMap<>();
    for (Map.Entry<ResourceId, Change> entry : first.entrySet()) {
      outcomes.put(entry.getKey(), outcome(entry.getKey(), entry.getValue(), interrupted));
    }
    return outcomes;
  }

  private Outcome outcome(ResourceId id, Change change, boolean interrupted) {
    if (change instanceof Change.Skip(ResourceId ignored, String reason)) {
      return new Outcome(Verdict.SKIPPED, reason);
    }
    String failure = failures.get(id);
    if (failure != null) {
      return new Outcome(Verdict.FAILED, failure);
    }
    if (settled.contains(id)) {
      return new Outcome(verdict(change), change.reason());
    }
    String blocker = blocked.get(id);
    if (blocker != null) {
      return new Outcome(Verdict.SKIPPED, blocker);
    }
    if (interrupted) {
      return new Outcome(Verdict.SKIPPED, "interrupted");
    }
    return new Outcome(Verdict.FAILED, unsettled(differing.get(id)));
  }

  private static String unsettled(@Nullable String reason) {
    return reason == null || reason.isEmpty()
        ? "it is not yet as wanted; apply again"
        : "still: " + reason;
  }

  private static Verdict verdict(Change change) {
    return switch (change) {
      case Change.Create ignored -> Verdict.CREATED;
      case Change.Update ignored -> Verdict.CONFIGURED;
      case Change.Replace ignored -> Verdict.RECREATED;
      case Change.Delete delete -> delete.prune() ? Verdict.PRUNED : Verdict.DELETED;
      case Change.NoOp ignored -> Verdict.UNCHANGED;
      case Change.Skip ignored -> Verdict.SKIPPED;
    };
  }
}
