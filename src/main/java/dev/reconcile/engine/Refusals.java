package dev.reconcile.engine;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.Refusal;
import dev.reconcile.model.Digests;
import dev.reconcile.plan.Plans;
import java.util.ArrayList;
import java.util.List;

/** Why a run is refused as a whole, beyond what the differ says. */
final class Refusals {
  private Refusals() {}

  static List<Refusal> of(Scope scope, Round.Look look) {
    List<Refusal> refusals = new ArrayList<>(look.changes().refusals());
    long deletes =
        look.changes().changes().values().stream()
            .filter(change -> change instanceof Change.Delete delete && delete.prune())
            .count();
    if (deletes > scope.maxDeletes()) {
      refusals.add(
          Refusal.ofRun(
              "this would delete "
                  + deletes
                  + " objects, more than maxDeletes "
                  + scope.maxDeletes()
                  + " allows; nothing was changed"));
    }
    SavedPlan saved = scope.savedPlan();
    if (saved != null && !saved.equals(fingerprint(look))) {
      refusals.add(
          Refusal.ofRun(
              "the saved plan is stale: the host or the inventory has changed since; plan again"));
    }
    return refusals;
  }

  /** What a plan was made from. */
  static SavedPlan fingerprint(Round.Look look) {
    return new SavedPlan(
        look.inventory().serial(), look.live().bootId(), Digests.sha256(Plans.draw(look.plan())));
  }
}
