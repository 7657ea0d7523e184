package dev.reconcile.engine;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.Refusal;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Plan;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What a run did.
 *
 * @param outcomes one per object
 * @param refusals not empty: nothing was changed (exit 2)
 * @param notes for people
 * @param firstChanges what the first look found to differ
 * @param firstPlan what was planned from it
 * @param interrupted the user asked to stop (exit 130)
 */
public record Report(
    SortedMap<ResourceId, Outcome> outcomes,
    List<Refusal> refusals,
    List<String> notes,
    ChangeSet firstChanges,
    Plan firstPlan,
    boolean interrupted) {
  public Report {
    outcomes = Collections.unmodifiableSortedMap(new TreeMap<>(outcomes));
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /**
   * The end of one object's road.
   *
   * @param message why, for {@code SKIPPED} and {@code FAILED}
   */
  public record Outcome(Verdict verdict, String message) {}

  /** As printed by {@code apply}. */
  public enum Verdict {
    CREATED,
    CONFIGURED,
    UNCHANGED,
    RECREATED,
    PRUNED,
    DELETED,
    SKIPPED,
    FAILED;

    /** Lower case. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /** The same with one note more. */
  Report noting(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Report(outcomes, refusals, more, firstChanges, firstPlan, interrupted);
  }

  /** Whether all is true now. */
  public boolean succeeded() {
    return refusals.isEmpty()
        && !interrupted
        && outcomes.values().stream().noneMatch(o -> o.verdict() == Verdict.FAILED);
  }
}
