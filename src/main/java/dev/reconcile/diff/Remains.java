package dev.reconcile.diff;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Rootfs;
import dev.reconcile.model.Sync;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/** What is left of an object that is to go. Only when nothing is may the inventory forget it. */
public final class Remains {
  private Remains() {}

  /** Owned objects of which the host has anything left, in any version that we know of. */
  public static SortedSet<ResourceId> of(DiffRequest request) {
    Scene scene = new Scene(request);
    SortedSet<ResourceId> remaining = new TreeSet<>();
    for (Map.Entry<ResourceId, Entry> owned : request.inventory().entries().entrySet()) {
      Entry entry = owned.getValue();
      if (isAnywhere(scene, owned.getKey(), entry) || anything(scene, entry)) {
        remaining.add(owned.getKey());
      }
    }
    return remaining;
  }

  private static boolean isAnywhere(Scene scene, ResourceId id, Entry entry) {
    return scene.places(entry).stream().anyMatch(place -> isOurs(scene, place, id));
  }

  /** Whether something other than its group is there, of any version. */
  private static boolean anything(Scene scene, Entry entry) {
    for (Resource version : entry.versions()) {
      boolean any =
          switch (version) {
            case Cgroup cgroup ->
                cgroup.adopted()
                    && scene.oldPath(version) != null
                    && !Restoration.ofAll(scene, entry).isEmpty();
            case Container container -> onDisk(scene, container);
            case CgroupHierarchy hierarchy ->
                scene.forecast().ours(hierarchy.mountPoint(), version.id()) != null;
            case Rootfs ignored -> false;
            case Sync ignored -> false;
          };
      if (any) {
        return true;
      }
    }
    return false;
  }

  private static boolean onDisk(Scene scene, Container container) {
    LiveContainer live = scene.live().containers().get(container.id());
    return live != null && (live.directory() || live.monitor() > 0);
  }

  private static boolean isOurs(Scene scene, String path, ResourceId id) {
    // Also in a hierarchy that is to go: it is cleared only once nothing runs in it any more.
    LiveCgroup group = scene.live().cgroups().get(path);
    return group != null && Standing.isOurs(group, id.toString(), scene.request().stateDir());
  }
}
