package dev.reconcile.diff;

import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Marks;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Who else is in a hierarchy that is to be unmounted for good. */
public final class HierarchyUse {
  private HierarchyUse() {}

  static void check(Scene scene, Refusals refusals) {
    for (ResourceId id : new TreeSet<>(scene.forecast().leaving().values())) {
      users(scene, id, refusals);
    }
    for (String released : scene.forecast().released()) {
      foreign(scene, released, refusals);
    }
  }

  /** Applied objects that stay, are not in the input, and have limits there. */
  private static void users(Scene scene, ResourceId id, Refusals refusals) {
    SortedSet<ResourceId> users = new TreeSet<>();
    for (Map.Entry<ResourceId, Entry> owned : scene.request().inventory().entries().entrySet()) {
      Resource newest = owned.getValue().newest();
      boolean stays =
          !scene.going().containsKey(owned.getKey())
              && !scene.request().desired().resources().containsKey(owned.getKey());
      if (stays && lacks(scene, WantedLimits.listed(newest))) {
        users.add(owned.getKey());
      }
    }
    if (!users.isEmpty()) {
      refusals.add(
          id,
          id
              + " is still used by the limits of "
              + ReferenceCheck.join(users)
              + "; delete these too, or remove the limits first");
    }
  }

  /** Whether limits have a place now and none afterwards. */
  private static boolean lacks(Scene scene, Limits limits) {
    if (limits.isEmpty()) {
      return false;
    }
    CgroupHost now = scene.live().host();
    return LimitMapping.of(now, limits).problems().isEmpty()
        && !scene.mapping(limits).problems().isEmpty();
  }

  /** v2 stays in the kernel whoever is in it; v1 would be kept half alive. */
  private static void foreign(Scene scene, String released, Refusals refusals) {
    Hierarchy hierarchy = live(scene, released);
    if (hierarchy == null || hierarchy.version() == 2) {
      return;
    }
    SortedSet<String> foreign = new TreeSet<>();
    for (LiveCgroup group : scene.live().cgroups().values()) {
      Directory directory = group.directories().get(released);
      String object = object(scene, directory);
      boolean looked = object != null && !object.startsWith("container/");
      if (directory != null && (group.path().equals("/") || looked)) {
        for (String child : directory.children()) {
          String path = CgroupPaths.child(group.path(), child);
          if (object(scene, scene.live().cgroups().get(path), released) == null) {
            foreign.add(path);
          }
        }
      }
    }
    ResourceId id = scene.forecast().leaving().get(hierarchy.mountPoint());
    if (!foreign.isEmpty() && id != null) {
      refusals.add(
          id,
          "the hierarchy at "
              + hierarchy.mountPoint()
              + " has groups that are not ours: "
              + String.join(", ", foreign)
              + "; remove these first, or the kernel would keep it without a mount");
    }
  }

  private static @Nullable Hierarchy live(Scene scene, String id) {
    for (Hierarchy hierarchy : scene.live().host().hierarchies()) {
      if (hierarchy.id().equals(id)) {
        return hierarchy;
      }
    }
    return null;
  }

  private static @Nullable String object(
      Scene scene, @Nullable LiveCgroup group, String hierarchy) {
    return group == null ? null : object(scene, group.directories().get(hierarchy));
  }

  /** What a directory is marked as, by this program with this state directory. */
  private static @Nullable String object(Scene scene, @Nullable Directory directory) {
    SortedMap<String, String> marks = directory == null ? null : directory.marks().orNull();
    String stateDir = marks == null ? null : marks.get(Marks.STATE_DIR);
    return marks != null && scene.request().stateDir().equals(stateDir)
        ? marks.get(Marks.OBJECT)
        : null;
  }

  /** Our groups in a hierarchy, those below before those above. */
  public static List<String> ours(Scene scene, String hierarchy) {
    List<String> paths = new ArrayList<>();
    for (LiveCgroup group : scene.live().cgroups().values()) {
      if (object(scene, group, hierarchy) != null) {
        paths.add(group.path());
      }
    }
    return paths.reversed();
  }
}
