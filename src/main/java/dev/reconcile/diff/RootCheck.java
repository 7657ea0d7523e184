package dev.reconcile.diff;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import org.jspecify.annotations.Nullable;

/** Whether the cgroup root may be ours. */
final class RootCheck {
  /** What the cgroup root is marked as. */
  static final String OBJECT = "root";

  private RootCheck() {}

  static void check(Scene scene, Refusals refusals) {
    Resource first = first(scene);
    String path = scene.request().cgroupRoot();
    if (first == null || path.equals("/")) {
      return;
    }
    LiveCgroup group = scene.group(path);
    String message =
        switch (Standing.of(group, OBJECT, scene.request().stateDir())) {
          case Standing.Absent ignored -> null;
          case Standing.Ours ignored -> null;
          case Standing.Unmarked ignored ->
              Standing.isInUse(group)
                  ? "the cgroup root "
                      + path
                      + " exists, is in use and is not ours; give another --cgroup-root"
                  : null;
          case Standing.Foreign(String object, String stateDir) ->
              "the cgroup root "
                  + path
                  + " belongs to "
                  + object
                  + " of the state directory "
                  + stateDir
                  + "; give that --state-dir, or another --cgroup-root";
          case Standing.Unknown(String what, String why) ->
              "failed to read the marks of " + what + ": " + why + "; whose it is is not known";
        };
    if (message != null) {
      refusals.add(first, "", message);
    }
  }

  /** The first object that needs the root; null when none does. */
  private static @Nullable Resource first(Scene scene) {
    for (Resource resource : scene.request().desired().resources().values()) {
      ResourceId id = resource.id();
      if (id.kind() == Kind.CONTAINER || id.kind() == Kind.CGROUP) {
        return resource;
      }
    }
    return null;
  }
}
