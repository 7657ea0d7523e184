package dev.reconcile.observe;

import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Container;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Rootfs;
import dev.reconcile.model.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Every object that is wanted or owned, in each of its versions: any of them may be what is on the
 * kernel, since a run may have ended in the middle of a change.
 *
 * @param id its identity
 * @param versions applied, intended, given up, desired; those that there are
 */
record Versions(ResourceId id, List<Resource> versions) {
  /** All of them. */
  static List<Versions> of(
      DesiredState desired, Inventory inventory, @Nullable Set<ResourceId> scope) {
    SortedMap<ResourceId, List<Resource>> byId = new TreeMap<>();
    for (Map.Entry<ResourceId, Entry> owned : inventory.entries().entrySet()) {
      List<Resource> versions = new ArrayList<>();
      owned.getValue().versions().forEach(version -> add(versions, version));
      byId.put(owned.getKey(), versions);
    }
    for (Map.Entry<ResourceId, Resource> wanted : desired.resources().entrySet()) {
      add(byId.computeIfAbsent(wanted.getKey(), id -> new ArrayList<>()), wanted.getValue());
    }
    List<Versions> all = new ArrayList<>();
    byId.forEach(
        (id, versions) -> {
          if (scope == null || scope.contains(id)) {
            all.add(new Versions(id, List.copyOf(versions)));
          }
        });
    return all;
  }

  private static void add(List<Resource> versions, Resource version) {
    if (!versions.contains(version)) {
      versions.add(version);
    }
  }

  /** Whether some version of a Cgroup names processes. */
  boolean hasProcesses() {
    for (Resource version : versions) {
      if (version instanceof Cgroup cgroup && !cgroup.processes().isEmpty()) {
        return true;
      }
    }
    return false;
  }

  /** Every limit that some version lists, so that what was set and is no longer wanted is seen. */
  Limits limits() {
    if (versions.size() == 1) {
      return limits(versions.getFirst());
    }
    SortedMap<String, String> values = new TreeMap<>();
    SortedMap<String, String> raw = new TreeMap<>();
    for (Resource version : versions) {
      values.putAll(limits(version).values());
      raw.putAll(limits(version).raw());
    }
    return new Limits(values, raw);
  }

  private static Limits limits(Resource version) {
    return switch (version) {
      case Cgroup cgroup -> cgroup.limits();
      case Container container -> container.resources();
      case Rootfs ignored -> Limits.NONE;
      case CgroupHierarchy ignored -> Limits.NONE;
      case Sync ignored -> Limits.NONE;
    };
  }
}
