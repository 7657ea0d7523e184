package dev.reconcile.engine;

import dev.reconcile.engine.status.ObjectUsage;
import dev.reconcile.fields.limits.EffectiveLimits.Ceiling;
import dev.reconcile.live.Counter;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.observe.UsageObserver;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads what every container and Cgroup of ours uses. Takes no lock and writes nothing. */
final class Meter {
  private final Parts parts;

  Meter(Parts parts) {
    this.parts = parts;
  }

  /** Reads some counters of every object, and all ceilings. */
  List<ObjectUsage> read(Inventory inventory, Set<Counter> counters) throws IOException {
    SortedMap<ResourceId, String> paths = paths(inventory);
    UsageObserver observer = new UsageObserver(parts.kernel().cgroups());
    SortedMap<String, SortedMap<String, Ceiling>> ceilings = observer.ceilings(paths.values());
    List<ObjectUsage> read = new ArrayList<>();
    for (Map.Entry<ResourceId, String> object : paths.entrySet()) {
      String path = object.getValue();
      read.add(
          new ObjectUsage(
              object.getKey(),
              observer.usage(path, counters),
              ceilings.getOrDefault(path, Collections.emptySortedMap())));
    }
    return read;
  }

  private SortedMap<ResourceId, String> paths(Inventory inventory) {
    CgroupPaths resolver =
        new CgroupPaths(DesiredState.EMPTY, inventory, parts.environment().cgroupRoot());
    SortedMap<ResourceId, String> paths = new TreeMap<>();
    for (Map.Entry<ResourceId, Inventory.Entry> owned : inventory.entries().entrySet()) {
      Resource newest = owned.getValue().newest();
      String path = newest == null ? null : resolver.of(newest);
      if (path != null) {
        paths.put(owned.getKey(), path);
      }
    }
    return paths;
  }
}
