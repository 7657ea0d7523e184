package dev.reconcile.execute;

import dev.reconcile.diff.Standing;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.plan.Action;
import java.util.List;
import java.util.TreeMap;

/**
 * Groups that are no object's: the cgroup root and the monitors' below it. They go with the last
 * object, by its plan; unless somebody else has something in them then.
 */
public final class SharedGroups {
  private static final String MONITORS = ".monitors";

  private SharedGroups() {}

  /**
   * Removes them when nobody has anything in them any more.
   *
   * @param live as it is now, without any object of ours
   */
  public static void removeEmptied(
      Kernel kernel, LiveState live, String stateDir, String cgroupRoot) throws KernelException {
    LiveCgroup root = group(live, cgroupRoot);
    LiveCgroup monitors = group(live, CgroupPaths.child(cgroupRoot, MONITORS));
    boolean free = monitors.isAbsent() || isMarked(monitors, "monitors", stateDir);
    if (!isMarked(root, "root", stateDir) || !hasOnlyOurs(root) || !free) {
      return;
    }
    kernel.monitors().leave();
    CgroupExecutor cgroups = new CgroupExecutor(kernel.cgroups(), live.host());
    if (isInUse(kernel.cgroups(), live.host(), monitors.path())) {
      return;
    }
    remove(cgroups, live.host(), monitors);
    if (live.host().unit(cgroupRoot) == null) {
      remove(cgroups, live.host(), root);
    } else {
      new UnitExecutor(kernel.systemd(), cgroups, live.host())
          .endDelegation(new Action.EndDelegation(cgroupRoot));
    }
  }

  private static LiveCgroup group(LiveState live, String path) {
    LiveCgroup group = live.cgroups().get(path);
    return group == null ? new LiveCgroup(path, new TreeMap<>()) : group;
  }

  private static boolean isMarked(LiveCgroup group, String object, String stateDir) {
    return Standing.of(group, object, stateDir) instanceof Standing.Ours;
  }

  private static boolean hasOnlyOurs(LiveCgroup root) {
    for (Directory directory : root.directories().values()) {
      for (String child : directory.children()) {
        if (!child.equals(MONITORS) && !child.equals(CgroupHost.KEEPER)) {
          return false;
        }
      }
    }
    return true;
  }

  /** Read anew: our own helper may have been in it. */
  private static boolean isInUse(CgroupFs cgroups, CgroupHost host, String path) {
    for (Hierarchy hierarchy : host.hierarchies()) {
      List<Integer> processes = cgroups.processes(hierarchy, path).orNull();
      if (processes != null && !processes.isEmpty()) {
        return true;
      }
    }
    return false;
  }

  private static void remove(CgroupExecutor cgroups, CgroupHost host, LiveCgroup group)
      throws KernelException {
    List<Hierarchy> present =
        host.hierarchies().stream()
            .filter(hierarchy -> group.directories().containsKey(hierarchy.id()))
            .toList();
    cgroups.removeUnlessBusy(new Action.RemoveCgroup(group.path(), present));
  }
}
