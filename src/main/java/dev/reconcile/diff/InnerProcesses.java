package dev.reconcile.diff;

import dev.reconcile.fields.limits.FileSetting;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Marks;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Resource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * cgroup v2 passes controllers on only from groups without processes of their own, cgroup-v2.rst,
 * "No Internal Process Constraint": {@code cgroup.subtree_control} is EBUSY. (It takes threaded
 * controllers, but then no process can be started below.) The top of the hierarchy is exempt.
 */
final class InnerProcesses {
  private InnerProcesses() {}

  static void check(Scene scene, Resource resource, String path, Refusals refusals) {
    Hierarchy unified = scene.host().unified();
    if (unified == null) {
      return;
    }
    for (String above = CgroupPaths.parent(path);
        !above.equals("/");
        above = CgroupPaths.parent(above)) {
      List<Integer> processes = processes(scene, above, unified);
      String controller = processes.isEmpty() ? null : needed(scene, resource, path, above);
      if (controller != null) {
        refusals.add(
            resource,
            "",
            "the cgroup "
                + above
                + " holds processes ("
                + Pids.text(processes)
                + "), and cgroup v2 does not pass the controller "
                + controller
                + " on from a group that does; move them to a group of their own, or put this"
                + " object elsewhere");
        return;
      }
    }
  }

  private static List<Integer> processes(Scene scene, String path, Hierarchy unified) {
    LiveCgroup group = scene.group(path);
    String object = Scene.mark(group, Marks.OBJECT);
    if (object != null && object.startsWith("container/")) {
      return List.of(); // it makes room in this run, or ClaimCheck has refused
    }
    Directory directory = group.directories().get(unified.id());
    List<Integer> processes = directory == null ? null : directory.processes().orNull();
    return processes == null ? List.of() : processes;
  }

  /** The first controller that a group above would have to pass on and does not yet. */
  private static @Nullable String needed(
      Scene scene, Resource resource, String path, String above) {
    for (FileSetting setting : LimitFindings.of(scene, resource, path).settings()) {
      if (setting.hierarchy().version() == 2
          && !setting.isCore()
          && !scene.passesOn(above, setting.controller())) {
        return setting.controller();
      }
    }
    return null;
  }
}
