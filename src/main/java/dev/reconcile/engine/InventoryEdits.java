package dev.reconcile.engine;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.HierarchyDiff;
import dev.reconcile.diff.ProcessPlacement;
import dev.reconcile.diff.Restoration;
import dev.reconcile.diff.Scene;
import dev.reconcile.fields.limits.Original;
import dev.reconcile.live.LiveCandidate;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The two edits of a run: widen before it touches anything, to the union of what was and what will
 * be; narrow after, to what has been confirmed. Between the two a crash leaves nothing that is not
 * owned.
 */
final class InventoryEdits {
  private InventoryEdits() {}

  /**
   * The union: what was applied stays on record beside what is intended.
   *
   * @return the same object when all that will be is on record already, as where a limit that
   *     somebody has changed is only restored
   */
  static Inventory widen(
      Inventory inventory,
      ChangeSet changes,
      Plan plan,
      LiveState live,
      Owner owner,
      long nowMillis) {
    SortedMap<ResourceId, Entry> entries = new TreeMap<>(thisBoot(inventory, live).entries());
    Map<ResourceId, List<Step>> steps = bySubject(plan);
    for (Change change : changes.changes().values()) {
      Resource desired = change instanceof Change.NoOp ? null : change.desired();
      Entry old = entries.get(change.id());
      if (desired != null) {
        SortedMap<String, String> known = old == null ? new TreeMap<>() : old.originals();
        List<Step> own = steps.getOrDefault(change.id(), List.of());
        SortedMap<String, String> originals = originals(desired, known, own, live);
        Entry before = old == null ? new Entry(owner, null, null, false, known, nowMillis) : old;
        boolean onRecord =
            change instanceof Change.Update
                && before.isAt(owner, desired)
                && originals.equals(known);
        if (!onRecord) {
          entries.put(change.id(), before.intending(owner, desired, originals, nowMillis));
        }
      } else if (change instanceof Change.Delete delete) {
        entries.put(change.id(), (old == null ? delete.entry() : old).going(nowMillis));
      }
    }
    return entries.equals(inventory.entries()) && live.bootId().equals(inventory.bootId())
        ? inventory
        : new Inventory(inventory.serial() + 1, live.bootId(), entries);
  }

  private static Map<ResourceId, List<Step>> bySubject(Plan plan) {
    Map<ResourceId, List<Step>> steps = new HashMap<>();
    for (Step step : plan.steps()) {
      steps.computeIfAbsent(step.subject(), subject -> new ArrayList<>()).add(step);
    }
    return steps;
  }

  /**
   * Limits of before a reboot are gone with the groups that had them: what the kernel says now is
   * what was there before us.
   */
  private static Inventory thisBoot(Inventory inventory, LiveState live) {
    if (inventory.bootId().isEmpty() || inventory.bootId().equals(live.bootId())) {
      return inventory;
    }
    SortedMap<ResourceId, Entry> entries = new TreeMap<>();
    inventory
        .entries()
        .forEach(
            (id, entry) -> entries.put(id, id.kind() == Kind.CGROUP ? forgetful(entry) : entry));
    return new Inventory(inventory.serial(), live.bootId(), entries);
  }

  private static Entry forgetful(Entry entry) {
    return new Entry(
        entry.owner(),
        entry.applied(),
        entry.intended(),
        entry.givenUp(),
        entry.deleting(),
        new TreeMap<>(),
        entry.updatedMillis());
  }

  /**
   * What the files of an adopted group held before our first write to them; the first value known
   * stays.
   *
   * @param own the object's steps
   */
  private static SortedMap<String, String> originals(
      Resource desired, SortedMap<String, String> known, List<Step> own, LiveState live) {
    if (desired instanceof CgroupHierarchy) {
      return ofHierarchy(known, own, live);
    }
    if (!(desired instanceof Cgroup cgroup)) {
      return known;
    }
    SortedMap<String, String> originals = new TreeMap<>(known);
    for (Step step : own) {
      if (step.action() instanceof Action.PlaceProcesses place) {
        place.processes().forEach(process -> origin(process, originals));
      }
    }
    if (!cgroup.adopted()) {
      return originals;
    }
    for (Step step : own) {
      Action.WriteLimit write = write(step.action());
      if (write != null) {
        String text = liveValue(live, write);
        Original original =
            text == null
                ? Original.ofNew(write.hierarchy(), write.file(), write.value(), write.fields())
                : Original.of(write.hierarchy(), write.file(), write.value(), text);
        if (original != null) {
          originals.putIfAbsent(Restoration.key(original, write.path()), original.value());
        }
      }
    }
    return originals;
  }

  private static void origin(LiveCandidate process, SortedMap<String, String> originals) {
    process
        .cgroups()
        .forEach(
            (hierarchy, path) ->
                originals.putIfAbsent(
                    ProcessPlacement.key(process.pid(), process.startTime(), hierarchy), path));
  }

  /** Directories that are not there yet, and the options of v2 before their first change. */
  private static SortedMap<String, String> ofHierarchy(
      SortedMap<String, String> known, List<Step> own, LiveState live) {
    SortedMap<String, String> originals = new TreeMap<>(known);
    String now = String.join(",", HierarchyDiff.optionsOfHost(live.hierarchies()));
    for (Step step : own) {
      if (step.action() instanceof Action.MountHierarchy mount) {
        mount.directories().forEach(made -> originals.put(HierarchyDiff.MADE + made, ""));
        if (mount.hierarchy().version() == 2 && !String.join(",", mount.options()).equals(now)) {
          originals.putIfAbsent(HierarchyDiff.OPTIONS, now);
        }
      } else if (step.action() instanceof Action.SetHierarchyOptions) {
        originals.putIfAbsent(HierarchyDiff.OPTIONS, now);
      }
    }
    return originals;
  }

  private static Action.@Nullable WriteLimit write(Action action) {
    return switch (action) {
      case Action.WriteLimit write -> write;
      case Action.SetUnitProperties set -> set.write();
      default -> null;
    };
  }

  private static @Nullable String liveValue(LiveState live, Action.WriteLimit write) {
    LiveCgroup group = live.cgroups().get(write.path());
    LiveCgroup.Directory directory =
        group == null ? null : group.directories().get(write.hierarchy().id());
    var reading = directory == null ? null : directory.files().get(write.file());
    return reading == null ? null : reading.orNull();
  }

  /** The record of an object that has been confirmed. */
  static Entry confirmed(@Nullable Entry old, Resource desired, Owner owner, long nowMillis) {
    SortedMap<String, String> originals =
        new TreeMap<>(old == null ? new TreeMap<>() : old.originals());
    if (desired instanceof CgroupHierarchy hierarchy) {
      // What was made for an earlier mount point has gone with it.
      originals.keySet().removeIf(key -> isElsewhere(key, hierarchy.mountPoint()));
    }
    return new Entry(owner, desired, null, false, originals, nowMillis);
  }

  /** What is back as it was before us is no longer ours. */
  static Entry returned(Entry confirmed, Scene scene) {
    Resource applied = confirmed.applied();
    String path = applied instanceof Cgroup ? scene.path(applied) : null;
    if (!(applied instanceof Cgroup cgroup) || path == null || confirmed.originals().isEmpty()) {
      return confirmed;
    }
    SortedMap<String, String> originals =
        ProcessPlacement.stillThere(
            scene, CgroupPaths.child(path, ProcessPlacement.CHILD), confirmed.originals());
    if (cgroup.adopted()) {
      originals.putAll(Restoration.kept(scene, cgroup, path, confirmed.originals()));
    }
    return new Entry(confirmed.owner(), applied, null, false, originals, confirmed.updatedMillis());
  }

  private static boolean isElsewhere(String key, String mountPoint) {
    return key.startsWith(HierarchyDiff.MADE)
        && !(mountPoint + "/").startsWith(key.substring(HierarchyDiff.MADE.length()) + "/");
  }

  /** With some entries replaced. */
  static Inventory with(
      Inventory inventory, SortedMap<ResourceId, Entry> confirmed, Set<ResourceId> gone) {
    SortedMap<ResourceId, Entry> entries = new TreeMap<>(inventory.entries());
    entries.putAll(confirmed);
    entries.keySet().removeAll(gone);
    return new Inventory(inventory.serial(), inventory.bootId(), entries);
  }

  /** The same with the next serial number. */
  static Inventory next(Inventory inventory, String bootId) {
    return new Inventory(inventory.serial() + 1, bootId, inventory.entries());
  }
}
