package dev.reconcile.diff;

import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A mount point of the host has one claimant, and nobody is below it. */
final class MountClaims {
  private final Scene scene;
  private final Refusals refusals;
  private final SortedMap<String, Resource> byPoint = new TreeMap<>();

  private MountClaims(Scene scene, Refusals refusals) {
    this.scene = scene;
    this.refusals = refusals;
  }

  static void check(Scene scene, Refusals refusals) {
    MountClaims claims = new MountClaims(scene, refusals);
    // Applied objects that stay come first: they have their place already.
    for (Map.Entry<ResourceId, Entry> owned : scene.request().inventory().entries().entrySet()) {
      Resource desired = scene.request().desired().resources().get(owned.getKey());
      Resource newest = owned.getValue().newest();
      boolean stays = !scene.going().containsKey(owned.getKey());
      if (stays && newest != null) {
        claims.claim(desired == null ? newest : desired);
      }
    }
    for (Resource desired : scene.request().desired().resources().values()) {
      claims.claim(desired);
    }
  }

  private void claim(Resource resource) {
    if (!(resource instanceof CgroupHierarchy hierarchy)) {
      return;
    }
    String point = hierarchy.mountPoint();
    for (Map.Entry<String, Resource> other : byPoint.entrySet()) {
      boolean same = other.getValue().id().equals(resource.id());
      boolean clash =
          point.equals(other.getKey())
              || point.startsWith(other.getKey() + "/")
              || other.getKey().startsWith(point + "/");
      if (clash && !same) {
        refusals.add(
            resource,
            "mountPoint",
            "the mount point "
                + other.getKey()
                + " is claimed by "
                + other.getValue().id()
                + " ("
                + other.getValue().source()
                + "); choose another one, not inside it");
        return;
      }
    }
    byPoint.putIfAbsent(point, resource);
  }
}
