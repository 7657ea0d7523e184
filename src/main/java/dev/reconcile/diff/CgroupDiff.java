package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Marks;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Mutability;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;

/** What is to happen to a Cgroup. */
final class CgroupDiff {
  private CgroupDiff() {}

  static Change of(Scene scene, Cgroup desired, String path, Refusals refusals) {
    LimitFindings.check(scene, desired, path, refusals);
    return desired.adopted()
        ? adopted(scene, desired, path)
        : managed(scene, desired, path, refusals);
  }

  private static Change managed(Scene scene, Cgroup desired, String path, Refusals refusals) {
    GroupCheck.check(scene, desired, path, refusals);
    Entry entry = scene.entry(desired.id());
    List<String> left = scene.left(desired.id());
    if (!left.isEmpty()) {
      String old = left.getFirst();
      FieldChange moved =
          new FieldChange("path", old, path, Mutability.RECREATE, Cause.MANIFEST, false);
      return new Change.Replace(
          desired, entry, List.of(moved), false, "it moves from " + old + " to " + path);
    }
    LiveCgroup group = scene.group(path);
    Standing standing = Standing.of(group, desired.id().toString(), scene.request().stateDir());
    if (!(standing instanceof Standing.Ours)) {
      return new Change.Create(desired, entry, "it is not there");
    }
    List<FieldChange> fields = new ArrayList<>();
    if (!isWhole(scene, desired, group)) {
      fields.add(new FieldChange("path", null, path, Mutability.LIVE, Cause.DRIFT, false));
    }
    fields.addAll(LimitFindings.of(scene, desired, path).fields());
    fields.addAll(ProcessPlacement.of(scene, desired, path).changes());
    owner(scene, group, fields);
    return change(scene, desired, entry, fields);
  }

  /** Whether it is in every hierarchy and marked as its own; a new owner is another matter. */
  private static boolean isWhole(Scene scene, Cgroup desired, LiveCgroup group) {
    SortedMap<String, String> marks = scene.marks(desired);
    marks.remove(Marks.OWNER);
    return scene.isWhole(group, marks);
  }

  private static void owner(Scene scene, LiveCgroup group, List<FieldChange> fields) {
    String owner = Scene.mark(group, Marks.OWNER);
    String asking = scene.request().owner().text();
    if (!asking.equals(owner)) {
      fields.add(new FieldChange("owner", owner, asking, Mutability.LIVE, Cause.MANIFEST, false));
    }
  }

  private static Change adopted(Scene scene, Cgroup desired, String path) {
    Entry entry = scene.entry(desired.id());
    List<FieldChange> fields = new ArrayList<>();
    if (Pending.reason(scene, desired, path) == null) {
      fields.addAll(LimitFindings.of(scene, desired, path).fields());
    }
    for (Restoration restoration : Restoration.ofLeft(scene, desired, path)) {
      fields.add(restoration.change());
    }
    return change(scene, desired, entry, fields);
  }

  private static Change change(
      Scene scene,
      Cgroup desired,
      @org.jspecify.annotations.Nullable Entry entry,
      List<FieldChange> fields) {
    if (!fields.isEmpty()) {
      return new Change.Update(desired, entry, fields, ContainerDiff.reason(fields));
    }
    return RecordDiff.isRecorded(scene, desired)
        ? new Change.NoOp(desired, entry)
        : new Change.Update(desired, entry, List.of(), "its record is not up to date");
  }
}
