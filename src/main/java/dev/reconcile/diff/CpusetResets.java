package dev.reconcile.diff;

import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.fields.limits.IndexListCodec;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Limits;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a v2 cpuset gets rid of a list of its own. A group with processes in it or below it refuses
 * to clear its list with ENOSPC, until Linux 7.2 (validate_change() in kernel/cgroup/cpuset.c). But
 * v2 lets a group list more than its parent has, and what it may use is what both have: listing
 * everything that the host has means the same as listing nothing, now and when the parent's list
 * changes. So that is what such a group gets, and what counts as nothing when it is found there.
 */
final class CpusetResets {
  private CpusetResets() {}

  /** With lists that the group takes in place of empty ones. */
  static Limits acceptable(Scene scene, String path, Limits wanted) {
    Hierarchy cpuset = scene.host().of("cpuset");
    if (cpuset == null || cpuset.version() == 1) {
      return wanted;
    }
    SortedMap<String, String> values = new TreeMap<>(wanted.values());
    for (String file : Cpuset.BOTH) {
      String all = text(scene, cpuset, "/", Cpuset.effective(file));
      String now = text(scene, cpuset, path, file);
      if (!"".equals(values.get(file)) || all == null || now == null || now.isEmpty()) {
        continue;
      }
      if (isPopulated(scene, cpuset, path) || IndexListCodec.contains(now, all)) {
        values.put(file, all);
      }
    }
    return values.equals(wanted.values()) ? wanted : new Limits(values, wanted.raw());
  }

  // cgroup.events:
  //   populated 1
  //   frozen 0
  private static boolean isPopulated(Scene scene, Hierarchy cpuset, String path) {
    String events = text(scene, cpuset, path, "cgroup.events");
    return events != null && events.lines().anyMatch("populated 1"::equals);
  }

  private static @Nullable String text(Scene scene, Hierarchy cpuset, String path, String file) {
    Directory directory = scene.group(path).directories().get(cpuset.id());
    Reading<String> reading = directory == null ? null : directory.files().get(file);
    return reading == null ? null : reading.orNull();
  }
}
