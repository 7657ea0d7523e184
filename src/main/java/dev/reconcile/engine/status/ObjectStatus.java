package dev.reconcile.engine.status;

import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Rootfs;
import dev.reconcile.model.Sync;
import dev.reconcile.model.Value.Dict;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedMap;

/** The {@code status} of any object that we own. */
public final class ObjectStatus {
  private final Inventory inventory;
  private final LiveState live;
  private final CgroupPaths paths;
  private final Path stateDir;
  private final SortedMap<ResourceId, ObjectUsage> usage;

  /**
   * For one look at the host.
   *
   * @param cgroupRoot such as {@code /reconcile}
   */
  public ObjectStatus(
      Inventory inventory,
      LiveState live,
      SortedMap<ResourceId, ObjectUsage> usage,
      String cgroupRoot,
      Path stateDir) {
    this.inventory = inventory;
    this.live = live;
    this.paths = new CgroupPaths(DesiredState.EMPTY, inventory, cgroupRoot);
    this.stateDir = stateDir;
    this.usage = Collections.unmodifiableSortedMap(usage);
  }

  /** Derives it for an object of the inventory. */
  public Dict of(Resource resource) {
    Inventory.Entry entry = inventory.entries().get(resource.id());
    if (entry == null) {
      throw new IllegalArgumentException(resource.id() + " is not in the inventory");
    }
    return switch (resource) {
      case Container container -> {
        LiveContainer seen = live.containers().get(container.id());
        boolean frozen = seen != null && live.frozen(seen.leaf()) != null;
        yield ContainerStatus.of(
            entry, container, seen, frozen, usage.get(container.id()), live.bootId());
      }
      case Cgroup cgroup -> {
        String path = paths.of(cgroup);
        yield CgroupStatus.of(
            entry,
            cgroup,
            path == null ? null : live.cgroups().get(path),
            usage.get(cgroup.id()),
            live.host());
      }
      case Sync sync -> SyncStatus.of(entry, sync, stateDir);
      case CgroupHierarchy hierarchy -> HierarchyStatus.of(entry, hierarchy, live);
      case Rootfs rootfs -> {
        StatusWriter status = new StatusWriter();
        status.origin(entry, rootfs);
        yield status.done();
      }
    };
  }
}
