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
import java.util.Arrays;
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
      for (Resource version : Arrays.asList(entry.applied(), entry.intended())) {
        if (version != null && any(scene, version, entry)) {
          remaining.add(owned.getKey());
        }
      }
    }
    return remaining;
  }

  private static boolean any(Scene scene, Resource version, Entry entry) {
    String path = scene.oldPath(version);
    return switch (version) {
      case Cgroup cgroup ->
          path != null
              && (cgroup.adopted()
                  ? !Restoration.ofAll(scene, entry).isEmpty()
                  : isOurs(scene, path, version.id()));
      case Container container ->
          onDisk(scene, container) || (path != null && isOurs(scene, path, version.id()));
      case CgroupHierarchy hierarchy ->
          scene.forecast().ours(hierarchy.mountPoint(), version.id()) != null;
      case Rootfs ignored -> false;
      case Sync ignored -> false;
    };
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
