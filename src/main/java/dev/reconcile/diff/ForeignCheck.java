package dev.reconcile.diff;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Only what is ours is removed: a Cgroup that goes, or moves, must hold no process (none of ours is
 * ever in a group that is not a container's) and no child that stays.
 */
final class ForeignCheck {
  private final Scene scene;
  private final SortedMap<ResourceId, Change> changes;
  private final Refusals refusals;
  private @Nullable Map<String, ResourceId> owned;

  private ForeignCheck(Scene scene, SortedMap<ResourceId, Change> changes, Refusals refusals) {
    this.scene = scene;
    this.changes = changes;
    this.refusals = refusals;
  }

  static void check(Scene scene, SortedMap<ResourceId, Change> changes, Refusals refusals) {
    ForeignCheck check = new ForeignCheck(scene, changes, refusals);
    for (Change change : changes.values()) {
      if (change instanceof Change.Delete delete) {
        check.check(delete.id(), delete.entry());
      } else if (change instanceof Change.Replace replace && replace.entry() != null) {
        check.check(replace.id(), replace.entry());
      }
    }
  }

  private void check(ResourceId id, Entry entry) {
    if (!(entry.newest() instanceof Cgroup cgroup) || cgroup.adopted()) {
      return;
    }
    for (String place : scene.places(entry)) {
      LiveCgroup group = scene.group(place);
      boolean goes = !place.equals(wanted(id));
      if (goes && Standing.of(group, id.toString(), stateDir()) instanceof Standing.Ours) {
        check(id, group);
      }
    }
  }

  private String stateDir() {
    return scene.request().stateDir();
  }

  /** Where an object is to be; null when nowhere. */
  private @Nullable String wanted(ResourceId id) {
    Resource desired = scene.request().desired().resources().get(id);
    return desired == null ? null : scene.path(desired);
  }

  private void check(ResourceId id, LiveCgroup group) {
    SortedSet<String> held = new TreeSet<>();
    SortedSet<Integer> processes = new TreeSet<>();
    for (Directory directory : group.directories().values()) {
      for (String child : directory.children()) {
        String path = CgroupPaths.child(group.path(), child);
        if (!isLeaving(path) && !isProcesses(path)) {
          held.add("the cgroup " + path);
        }
      }
      if (directory.processes()
          instanceof Reading.Unreadable<List<Integer>>(String what, String why)) {
        refusals.add(
            id, "failed to read " + what + ": " + why + "; whether it is empty is not known");
        return;
      }
      List<Integer> pids = directory.processes().orNull();
      processes.addAll(pids == null ? List.of() : pids);
    }
    if (!processes.isEmpty()) {
      held.add(Pids.text(processes));
    }
    if (!held.isEmpty()) {
      refusals.add(
          id,
          "the cgroup "
              + group.path()
              + " cannot be removed, for it holds what is not ours or stays: "
              + String.join(", ", held)
              + "; end, move or remove that first");
    }
  }

  /** Whether it is the child in which a Cgroup keeps existing processes. */
  private boolean isProcesses(String path) {
    return path.endsWith("/" + ProcessPlacement.CHILD)
        && Standing.isOurs(scene.group(path), ProcessPlacement.OBJECT, stateDir());
  }

  /** Whether an object of ours has this path and gives it up in this run. */
  private boolean isLeaving(String path) {
    ResourceId id = owned().get(path);
    Change change = id == null ? null : changes.get(id);
    if (id == null || change == null) {
      return false;
    }
    boolean stays = scene.request().desired().resources().containsKey(id);
    return change instanceof Change.Delete || (stays && !path.equals(wanted(id)));
  }

  /** Which object has, or a torn run may have made, a group at a path. */
  private Map<String, ResourceId> owned() {
    Map<String, ResourceId> known = owned;
    if (known != null) {
      return known;
    }
    Map<String, ResourceId> found = new HashMap<>();
    scene
        .request()
        .inventory()
        .entries()
        .forEach((id, entry) -> scene.places(entry).forEach(place -> found.put(place, id)));
    owned = found;
    return found;
  }
}
