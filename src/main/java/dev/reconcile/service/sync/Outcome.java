package dev.reconcile.service.sync;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.Refusal;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Owner;
import java.util.ArrayList;
import java.util.List;

/** What an engine's report means for a Sync. */
final class Outcome {
  private static final int MOST_SHOWN = 3;

  private Outcome() {}

  /**
   * Judges a report.
   *
   * @param inventory as it is after the run: a refusal for an object that another owner has is a
   *     conflict
   */
  static PassResult of(
      Report report, String revision, Inventory inventory, Owner owner, long maxDeletes) {
    if (!report.refusals().isEmpty()) {
      return new PassResult.Failed(
          revision, refusal(report, inventory, owner, maxDeletes), refusals(report));
    }
    if (report.interrupted()) {
      return new PassResult.Skipped("interrupted; the next pass goes on");
    }
    return report.succeeded()
        ? new PassResult.Applied(revision, changed(report))
        : new PassResult.Failed(revision, Reason.RECONCILIATION_FAILED, failures(report));
  }

  private static Reason refusal(Report report, Inventory inventory, Owner owner, long maxDeletes) {
    for (Refusal refusal : report.refusals()) {
      Inventory.Entry entry = inventory.entries().get(refusal.id());
      if (entry != null && !entry.owner().equals(owner)) {
        return Reason.OWNERSHIP_CONFLICT;
      }
    }
    return prunes(report) > maxDeletes ? Reason.TOO_MANY_DELETES : Reason.REFUSED;
  }

  private static long prunes(Report report) {
    return report.firstChanges().changes().values().stream()
        .filter(change -> change instanceof Change.Delete delete && delete.prune())
        .count();
  }

  private static String refusals(Report report) {
    List<String> lines = new ArrayList<>();
    for (Refusal refusal : report.refusals()) {
      lines.add(refusal.what());
    }
    return some(lines);
  }

  /** The first few failures, and how many more there are. */
  static String failures(Report report) {
    List<String> lines = new ArrayList<>();
    report
        .outcomes()
        .forEach(
            (id, outcome) -> {
              if (outcome.verdict() == Verdict.FAILED) {
                lines.add(id + ": " + outcome.message());
              }
            });
    return lines.isEmpty() ? refusals(report) : some(lines);
  }

  /** How many objects were not as they should be. */
  static long changed(Report report) {
    return report.outcomes().values().stream()
        .filter(o -> o.verdict() != Verdict.UNCHANGED && o.verdict() != Verdict.SKIPPED)
        .count();
  }

  static String some(List<String> lines) {
    String shown = String.join("; ", lines.subList(0, Math.min(MOST_SHOWN, lines.size())));
    return lines.size() <= MOST_SHOWN
        ? shown
        : shown + "; and " + (lines.size() - MOST_SHOWN) + " more";
  }
}
