package dev.reconcile.engine;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.Marks;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Groups that still bear the mark of an object that is to be elsewhere. */
final class LeftBehind {
  private LeftBehind() {}

  /**
   * Objects that have not left where they were.
   *
   * @param live a look at every version of everything owned: where objects were, too
   */
  static SortedSet<ResourceId> of(
      DesiredState desired, Inventory inventory, LiveState live, String cgroupRoot) {
    CgroupPaths paths = new CgroupPaths(desired, inventory, cgroupRoot);
    SortedSet<ResourceId> moving = new TreeSet<>();
    for (LiveCgroup group : live.cgroups().values()) {
      for (LiveCgroup.Directory directory : group.directories().values()) {
        ResourceId id = marked(directory);
        Resource wanted = id == null ? null : desired.resources().get(id);
        boolean owned = id != null && inventory.entries().containsKey(id);
        if (owned && wanted != null && !group.path().equals(paths.of(wanted))) {
          moving.add(id);
        }
      }
    }
    return moving;
  }

  private static @Nullable ResourceId marked(LiveCgroup.Directory directory) {
    SortedMap<String, String> marks = directory.marks().orNull();
    String object = marks == null ? null : marks.get(Marks.OBJECT);
    return object == null ? null : ResourceId.parse(object);
  }
}
