package dev.reconcile.diff;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Marks;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import org.jspecify.annotations.Nullable;

/** Whether a managed group's path may be ours. */
final class GroupCheck {
  private GroupCheck() {}

  static void check(Scene scene, Resource resource, String path, Refusals refusals) {
    LiveCgroup group = scene.group(path);
    String stateDir = scene.request().stateDir();
    switch (Standing.of(group, resource.id().toString(), stateDir)) {
      case Standing.Absent ignored -> checkParent(scene, resource, path, refusals);
      case Standing.Ours ignored -> checkOwner(scene, resource, group, refusals);
      case Standing.Unmarked ignored -> checkUnmarked(scene, resource, path, group, refusals);
      case Standing.Foreign(String object, String theirs) ->
          checkForeign(scene, resource, path, object, theirs, refusals);
      case Standing.Unknown(String what, String why) ->
          refusals.add(
              resource,
              "",
              "failed to read the marks of " + what + ": " + why + "; whose it is is not known");
    }
  }

  /** mkdir(2) makes one directory: the one above must be there, ours, or on its way. */
  private static void checkParent(Scene scene, Resource resource, String path, Refusals refusals) {
    String above = CgroupPaths.parent(path);
    boolean comes =
        above.equals("/")
            || above.equals(scene.request().cgroupRoot())
            || scene.cgroupAt(above) != null;
    if (!comes && scene.group(above).isAbsent()) {
      refusals.add(
          resource,
          "path",
          "the cgroup "
              + above
              + " above "
              + path
              + " does not exist; make it a Cgroup, too, or name it as parent");
    }
  }

  private static void checkOwner(
      Scene scene, Resource resource, LiveCgroup group, Refusals refusals) {
    String owner = Scene.mark(group, Marks.OWNER);
    if (scene.entry(resource.id()) == null && owner != null) {
      OwnerCheck.checkMark(scene, resource, owner, refusals);
    }
  }

  /**
   * An owned one may have lost its marks to a crash between mkdir and setxattr; then it is empty.
   */
  private static void checkUnmarked(
      Scene scene, Resource resource, String path, LiveCgroup group, Refusals refusals) {
    boolean torn = scene.entry(resource.id()) != null && !Standing.isInUse(group);
    if (!torn) {
      refusals.add(
          resource,
          "path",
          "the cgroup "
              + path
              + " exists and is not ours; remove it, choose another path, or set"
              + " lifecycle: adopted on a Cgroup");
    }
  }

  private static void checkForeign(
      Scene scene,
      Resource resource,
      String path,
      String object,
      String stateDir,
      Refusals refusals) {
    ResourceId other = ResourceId.parse(object);
    boolean released = isReleased(scene, other) && stateDir.equals(scene.request().stateDir());
    if (!released) {
      refusals.add(
          resource,
          "path",
          "the cgroup "
              + path
              + " belongs to "
              + object
              + " of the state directory "
              + stateDir
              + "; choose another path, or delete that first");
    }
  }

  /** Whether the other gives the path up in this run: it goes, or it moves elsewhere. */
  private static boolean isReleased(Scene scene, @Nullable ResourceId other) {
    return other != null
        && (scene.going().containsKey(other)
            || scene.request().desired().resources().containsKey(other));
  }
}
