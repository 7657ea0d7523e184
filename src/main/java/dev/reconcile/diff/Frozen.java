package dev.reconcile.diff;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Resource;
import java.util.SortedMap;
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
      boolean frozen = wanted == null ? isFrozen(scene.group(above)) : wanted.equals("true");
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

  /**
   * v2 {@code cgroup.freeze}: {@code 1}; v1 {@code freezer.state}: {@code FROZEN} or {@code
   * FREEZING}.
   */
  static boolean isFrozen(LiveCgroup group) {
    for (Directory directory : group.directories().values()) {
      SortedMap<String, Reading<String>> files = directory.files();
      String state = text(files.get("freezer.state"));
      if ("1".equals(text(files.get("cgroup.freeze")))
          || "FROZEN".equals(state)
          || "FREEZING".equals(state)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String text(@Nullable Reading<String> reading) {
    return reading == null ? null : reading.orNull();
  }
}
