package dev.reconcile.diff;

import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Rootfs;
import dev.reconcile.model.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What differs between what is wanted, what we own and what is, and why. Pure. */
public final class Differ {
  private final Scene scene;
  private final Refusals refusals = new Refusals();
  private final SortedMap<ResourceId, Change> changes = new TreeMap<>();

  private Differ(Scene scene) {
    this.scene = scene;
  }

  /** Compares everything; all faults are found before anything is decided. */
  public static ChangeSet diff(DiffRequest request) {
    return diff(new Scene(request));
  }

  /** The same, for whoever plans with that scene afterwards. */
  public static ChangeSet diff(Scene scene) {
    return new Differ(scene).diff();
  }

  private ChangeSet diff() {
    DiffRequest request = scene.request();
    OwnerCheck.check(request, refusals);
    ReferenceCheck.check(scene, refusals);
    ClaimCheck.check(scene, refusals);
    RootCheck.check(scene, refusals);
    MountClaims.check(scene, refusals);
    HierarchyUse.check(scene, refusals);
    for (Resource desired : request.desired().resources().values()) {
      Change change = change(desired);
      if (change != null) {
        changes.put(desired.id(), change);
      }
    }
    for (Map.Entry<ResourceId, Entry> going : scene.going().entrySet()) {
      changes.put(going.getKey(), delete(going.getKey(), going.getValue()));
    }
    Waiting.skip(scene, changes);
    ForeignCheck.check(scene, changes, refusals);
    return new ChangeSet(changes, refusals.all(), notes());
  }

  private @Nullable Change change(Resource desired) {
    if (desired.metadata().reconcileDisabled()) {
      return new Change.Skip(desired.id(), "the annotation reconcile.dev/reconcile is disabled");
    }
    return switch (desired) {
      case CgroupHierarchy hierarchy -> HierarchyDiff.of(scene, hierarchy, refusals);
      case Rootfs rootfs -> RecordDiff.of(scene, rootfs);
      case Sync sync -> RecordDiff.of(scene, sync);
      case Cgroup cgroup -> cgroup(cgroup);
      case Container container -> container(container);
    };
  }

  /** Null when it has no place: that has been refused already. */
  private @Nullable Change cgroup(Cgroup desired) {
    String path = scene.path(desired);
    return path == null ? null : CgroupDiff.of(scene, desired, path, refusals);
  }

  private @Nullable Change container(Container desired) {
    String leaf = scene.path(desired);
    Container effective = scene.effective(desired);
    return leaf == null || effective == null
        ? null
        : ContainerDiff.of(scene, desired, effective, leaf, refusals);
  }

  private Change delete(ResourceId id, Entry entry) {
    Resource newest = entry.newest();
    boolean named = scene.request().delete().contains(id);
    if (newest != null && newest.metadata().reconcileDisabled()) {
      return new Change.Skip(id, "the annotation reconcile.dev/reconcile is disabled");
    }
    return new Change.Delete(
        id, entry, !named, named ? "it is to be deleted" : "the input no longer names it");
  }

  private List<String> notes() {
    List<String> notes = new ArrayList<>();
    DiffRequest request = scene.request();
    for (Change change : changes.values()) {
      if (change instanceof Change.Update update) {
        notes.addAll(RawLeft.notes(update));
      }
      notes.addAll(Pending.notes(scene, change));
    }
    if (!request.options().prune() && !request.desired().resources().isEmpty()) {
      SortedMap<ResourceId, Entry> orphans = Going.orphans(request);
      orphans.keySet().removeAll(request.delete());
      if (!orphans.isEmpty()) {
        notes.add(OwnerCheck.note(orphans));
      }
    }
    return notes;
  }
}
