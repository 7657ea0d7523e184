package dev.reconcile.diff;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.MountEntry;
import dev.reconcile.model.CgroupHierarchy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether the kernel would mount a hierarchy: a controller is in one hierarchy, and what has one
 * can be mounted again but not with others. mount(2) says EBUSY to all of these; here is who.
 */
final class HierarchyCheck {
  private final Scene scene;
  private final LiveHierarchies live;
  private final CgroupHierarchy desired;
  private final Hierarchy wanted;
  private final Refusals refusals;

  private HierarchyCheck(
      Scene scene, CgroupHierarchy desired, Hierarchy wanted, Refusals refusals) {
    this.scene = scene;
    this.live = scene.live().hierarchies();
    this.desired = desired;
    this.wanted = wanted;
    this.refusals = refusals;
  }

  static void check(Scene scene, CgroupHierarchy desired, Hierarchy wanted, Refusals refusals) {
    HierarchyCheck check = new HierarchyCheck(scene, desired, wanted, refusals);
    check.place();
    if (wanted.version() == 2) {
      check.options();
    } else if (!check.isAttached(wanted.id())) {
      wanted.controllers().forEach(check::controller);
      check.name();
    }
  }

  private boolean isAttached(String id) {
    return live.attached().contains(id) && !scene.forecast().released().contains(id);
  }

  private void place() {
    String mountPoint = desired.mountPoint();
    MountEntry there = live.at(mountPoint);
    if (there != null && !scene.forecast().leaving().containsKey(mountPoint)) {
      if (!wanted.id().equals(LiveHierarchies.idOf(there)) || !there.root().equals("/")) {
        refuse(
            "mountPoint",
            there.fsType()
                + " ("
                + String.join(",", there.superOptions())
                + ") is mounted at "
                + mountPoint
                + " already; unmount it or choose another mountPoint");
      }
      return;
    }
    MountEntry around = around(mountPoint);
    if (around != null && LiveHierarchies.idOf(around) != null) {
      refuse(
          "mountPoint",
          mountPoint
              + " is inside the hierarchy mounted at "
              + around.mountPoint()
              + ", where a directory is a cgroup; choose another mountPoint");
    }
    String stateDir = scene.request().stateDir();
    if (mountPoint.equals(stateDir) || mountPoint.startsWith(stateDir + "/")) {
      refuse("mountPoint", mountPoint + " is in the state directory; choose another mountPoint");
    }
  }

  /** The mount that a directory is in. */
  private @Nullable MountEntry around(String directory) {
    MountEntry nearest = null;
    for (MountEntry mount : live.mounts()) {
      String point = mount.mountPoint();
      boolean holds = point.equals("/") || directory.startsWith(point + "/");
      if (holds && (nearest == null || point.length() >= nearest.mountPoint().length())) {
        nearest = mount;
      }
    }
    return nearest;
  }

  private void options() {
    List<String> options = desired.options() == null ? List.of() : desired.options();
    for (String option : options) {
      if (!live.features().contains(option)) {
        refuse(
            "options",
            "this kernel has no mount option "
                + option
                + " for v2; it has "
                + String.join(", ", live.features()));
      }
    }
  }

  private void controller(String controller) {
    String bound = boundTo(controller);
    Hierarchy unified = scene.host().unified();
    if (bound != null) {
      refuse("controllers", controller + " is bound to the v1 hierarchy " + bound);
    } else if (live.noV1().has(controller)) {
      refuse("controllers", controller + keptFromV1());
    } else if (unified != null && unified.controllers().contains(v2Name(controller))) {
      refuse(
          "controllers",
          controller
              + " is bound to v2 at "
              + unified.mountPoint()
              + "; a controller is on one version: use it there, or boot with"
              + " systemd.unified_cgroup_hierarchy=0 to have it on v1");
    } else if (!live.known().contains(controller)) {
      refuse(
          "controllers",
          "this kernel has no v1 controller "
              + controller
              + "; it has "
              + (live.known().isEmpty() ? "none" : String.join(", ", live.known())));
    }
  }

  private String keptFromV1() {
    return " is kept from v1 by "
        + live.noV1()
        + " on the kernel's command line; use it on v2, or boot without that";
  }

  private static String v2Name(String controller) {
    return controller.equals("blkio") ? "io" : controller;
  }

  /** Which other hierarchy has a controller, where it is, and what frees it. */
  private @Nullable String boundTo(String controller) {
    for (String id : live.attached()) {
      if (isAttached(id) && List.of(id.split(",", -1)).contains(controller)) {
        return id + where(id);
      }
    }
    return null;
  }

  private String where(String id) {
    List<String> points = new ArrayList<>();
    live.of(id).forEach(mount -> points.add(mount.mountPoint()));
    if (points.isEmpty()) {
      return ", which the kernel keeps although it is mounted nowhere here: it had groups when it"
          + " was unmounted, or another mount namespace has it; list exactly its controllers, or"
          + " unmount it there";
    }
    return " at "
        + String.join(", ", points)
        + "; list exactly its controllers to mount it once more, or remove its groups and unmount"
        + " it first";
  }

  private void name() {
    if (!wanted.name().isEmpty() && live.noV1().hasNamed()) {
      refuse("name", "a hierarchy of a name" + keptFromV1());
    }
    for (String id : live.attached()) {
      boolean taken = id.endsWith(",name=" + wanted.name()) && !wanted.name().isEmpty();
      if (taken) {
        refuse("name", "the kernel has a hierarchy of this name with controllers: " + id);
      }
    }
  }

  private void refuse(String field, String message) {
    refusals.add(desired, field, message);
  }
}
