package dev.reconcile.diff;

import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A cgroup path has one claimant, across kinds, and nobody but the container's own is inside a
 * container's.
 */
final class ClaimCheck {
  /** PATH_MAX, with room for a mount point and a file name. */
  private static final int LONGEST_PATH = 3500;

  private final Scene scene;
  private final Refusals refusals;
  private final Map<String, Resource> byPath = new HashMap<>();

  private ClaimCheck(Scene scene, Refusals refusals) {
    this.scene = scene;
    this.refusals = refusals;
  }

  static void check(Scene scene, Refusals refusals) {
    ClaimCheck check = new ClaimCheck(scene, refusals);
    SortedMap<ResourceId, Resource> all = check.claimants();
    all.values().forEach(check::claim);
    all.values().forEach(check::nested);
  }

  /** Applied objects that stay come first: they have their path already. */
  private SortedMap<ResourceId, Resource> claimants() {
    SortedMap<ResourceId, Resource> all = new TreeMap<>();
    scene
        .request()
        .inventory()
        .entries()
        .forEach(
            (id, entry) -> {
              Resource newest = entry.newest();
              if (newest != null && !scene.going().containsKey(id)) {
                all.put(id, newest);
              }
            });
    all.putAll(scene.request().desired().resources());
    return all;
  }

  private void claim(Resource resource) {
    String path = scene.path(resource);
    if (path == null) {
      return;
    }
    String root = scene.request().cgroupRoot();
    boolean monitors = path.equals(root + "/.monitors") || path.startsWith(root + "/.monitors/");
    boolean top = path.equals("/") && !(resource instanceof Cgroup c && c.adopted());
    if (top || path.equals(root) || monitors) {
      refusals.add(
          resource, "path", "the cgroup " + path + " is the program's own; choose another path");
      return;
    }
    if (path.length() > LONGEST_PATH) {
      refusals.add(
          resource, "parent", "its cgroup path is longer than the kernel takes; nest less deeply");
      return;
    }
    Resource first = byPath.putIfAbsent(path, resource);
    if (first != null) {
      refusals.add(
          resource,
          resource instanceof Container ? "cgroup" : "path",
          "the cgroup "
              + path
              + " is claimed by "
              + first.id()
              + " ("
              + first.source()
              + "); rename one of them or give it another parent");
    }
  }

  private void nested(Resource resource) {
    String path = scene.path(resource);
    if (path == null || path.length() > LONGEST_PATH) {
      return;
    }
    for (String above = CgroupPaths.parent(path);
        !above.equals("/");
        above = CgroupPaths.parent(above)) {
      if (byPath.get(above) instanceof Container container) {
        refusals.add(
            resource,
            "path",
            "the cgroup "
                + path
                + " is inside that of "
                + container.id()
                + ", which is the container's own; choose another path");
        return;
      }
    }
  }
}
