package dev.reconcile.diff;

import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Resource;
import org.jspecify.annotations.Nullable;

/** Frozen groups: whoever starts below one would hang before its first instruction. */
final class Frozen {
  private Frozen() {}

  /** The nearest frozen group above a path; null when there is none. */
  static @Nullable String ancestor(Scene scene, String path) {
    for (String above = CgroupPaths.parent(path);
        !above.equals("/");
        above = CgroupPaths.parent(above)) {
      String wanted = wanted(scene, above);
      boolean frozen = wanted == null ? scene.group(above).isFrozen() : wanted.equals("true");
      if (frozen) {
        return above;
      }
    }
    return null;
  }

  /** What a Cgroup object says of its own freezing; null when none says anything. */
  private static @Nullable String wanted(Scene scene, String path) {
    Resource owner = scene.cgroupAt(path);
    return owner instanceof Cgroup cgroup ? scene.wanted(cgroup).values().get("frozen") : null;
  }
}
