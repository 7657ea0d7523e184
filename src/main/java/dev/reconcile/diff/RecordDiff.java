package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;

/** Objects that live in the inventory alone: a Rootfs, a Sync. */
final class RecordDiff {
  private RecordDiff() {}

  static Change of(Scene scene, Resource desired) {
    Entry entry = scene.entry(desired.id());
    Resource applied = entry == null ? null : entry.applied();
    if (applied == null) {
      return new Change.Create(desired, entry, "it is not recorded");
    }
    List<FieldChange> fields = new ArrayList<>();
    for (SpecDiff.Difference d : SpecDiff.of(applied.spec(), desired.spec())) {
      String from = SpecDiff.text(d.from());
      fields.add(
          new FieldChange(
              d.dotted(), from, SpecDiff.text(d.to()), Mutability.LIVE, Cause.MANIFEST, false));
    }
    if (!fields.isEmpty()) {
      return new Change.Update(desired, entry, fields, ContainerDiff.reason(fields));
    }
    return isRecorded(scene, desired)
        ? new Change.NoOp(desired, entry)
        : new Change.Update(desired, entry, List.of(), "its record is not up to date");
  }

  /** Whether the inventory has exactly this, confirmed, for this owner. */
  static boolean isRecorded(Scene scene, Resource desired) {
    Entry entry = scene.entry(desired.id());
    return entry != null
        && entry.owner().equals(scene.request().owner())
        && entry.applied() != null
        && entry.applied().spec().equals(desired.spec())
        && entry.applied().metadata().equals(desired.metadata());
  }
}
