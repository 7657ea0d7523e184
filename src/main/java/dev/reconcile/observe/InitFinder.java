package dev.reconcile.observe;

import dev.reconcile.kernel.process.Processes;
import dev.reconcile.kernel.process.Processes.ProcessStat;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Finds a container's first process. The monitor's record is a hint: the process counts only when
 * the kernel says that it lives, began when the record says, and is in the container's cgroup.
 */
final class InitFinder {
  /** The phase in which the child sets itself up and has not executed the container's program. */
  private static final String STARTING = "starting";

  private final Processes processes;
  private final CgroupHost host;
  private final String bootId;

  InitFinder(Processes processes, CgroupHost host, String bootId) {
    this.processes = processes;
    this.host = host;
    this.bootId = bootId;
  }

  /**
   * The process; null when there is none.
   *
   * @param hostPids whether the container shares the host's PID namespace
   * @param monitored whether a monitor lives
   */
  @Nullable ProcessStat find(
      LiveCgroup leaf, Reading<MonitorStatus> status, boolean hostPids, boolean monitored) {
    MonitorStatus record = status.orNull();
    if (monitored && record != null && record.phase().equals(STARTING)) {
      return null;
    }
    ProcessStat recorded = record == null ? null : recorded(leaf, record);
    if (recorded != null) {
      return recorded;
    }
    // A monitor that lives knows better that there is none: what is in the group has just been
    // cloned, without its mounts and its host name, and that is no drift. A record that was cut off
    // does not say.
    if (monitored && record != null && record.isWhole()) {
      return null;
    }
    if (!hostPids) {
      return firstOfNamespace(leaf);
    }
    // A record of this boot knows better that there is none: then whoever is in the group has
    // outlived it. Without either, nothing tells which one it is.
    return monitored || isTold(record) ? null : oldest(leaf);
  }

  private boolean isTold(@Nullable MonitorStatus record) {
    return record != null && record.text("bootId").equals(bootId) && !record.phase().isEmpty();
  }

  private @Nullable ProcessStat recorded(LiveCgroup leaf, MonitorStatus record) {
    int pid = (int) record.number("pid");
    boolean thisBoot = record.text("bootId").isEmpty() || record.text("bootId").equals(bootId);
    ProcessStat stat = pid > 0 && thisBoot ? alive(pid) : null;
    return stat != null && stat.startTime() == record.number("starttime") && isIn(pid, leaf.path())
        ? stat
        : null;
  }

  private @Nullable ProcessStat alive(int pid) {
    ProcessStat stat = processes.stat(pid).orNull();
    return stat == null || stat.state() == 'Z' || stat.state() == 'X' ? null : stat;
  }

  /** In that cgroup or below it, in any hierarchy: a container may make groups of its own. */
  private boolean isIn(int pid, String leaf) {
    SortedMap<String, String> paths = processes.cgroups(pid).orNull();
    if (paths == null) {
      return false;
    }
    for (Hierarchy hierarchy : host.hierarchies()) {
      String path = paths.get(hierarchy.id());
      if (path != null && isBelow(path, hierarchy, leaf)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBelow(String path, Hierarchy hierarchy, String leaf) {
    String below = belowMount(path, hierarchy.root());
    return below != null && (below.equals(leaf) || below.startsWith(leaf + "/"));
  }

  /** Where it is neither in its leaf nor below it, of the hierarchies that have the leaf. */
  SortedMap<String, String> strayed(int pid, LiveCgroup leaf) {
    SortedMap<String, String> strayed = new TreeMap<>();
    // The groups were listed before: only what is not in a list now, or was not then, is looked at.
    SortedMap<String, String> paths = isInAll(pid, leaf) ? null : processes.cgroups(pid).orNull();
    if (paths == null) {
      return strayed;
    }
    for (Hierarchy hierarchy : host.hierarchies()) {
      String path = paths.get(hierarchy.id());
      if (path != null
          && leaf.directories().containsKey(hierarchy.id())
          && !isBelow(path, hierarchy, leaf.path())) {
        strayed.put(hierarchy.id(), path);
      }
    }
    ProcessStat after = processes.stat(pid).orNull();
    // On its way out it is shown at the root of v1's hierarchies.
    return after == null || after.exiting() ? new TreeMap<>() : strayed;
  }

  private static boolean isInAll(int pid, LiveCgroup leaf) {
    for (Directory directory : leaf.directories().values()) {
      List<Integer> pids = directory.processes().orNull();
      if (pids != null && !pids.contains(pid)) {
        return false;
      }
    }
    return true;
  }

  // /proc/PID/cgroup counts from the root of our cgroup namespace, a mount may show another part:
  // with ROOT "/../.." in
  // mountinfo, "/../../reconcile/web" is "reconcile/web" below the mount point.
  private static @Nullable String belowMount(String path, String root) {
    if (root.equals("/")) {
      return path;
    }
    return path.startsWith(root + "/") ? path.substring(root.length()) : null;
  }

  // NSpid "13059 1": PID 1 one namespace below ours. Three numbers are a container inside the
  // container.
  private @Nullable ProcessStat firstOfNamespace(LiveCgroup leaf) {
    for (int pid : members(leaf)) {
      List<Integer> pids = processes.namespacePids(pid).orNull();
      if (pids != null && pids.size() == 2 && pids.getLast() == 1) {
        return alive(pid);
      }
    }
    return null;
  }

  private @Nullable ProcessStat oldest(LiveCgroup leaf) {
    ProcessStat oldest = null;
    for (int pid : members(leaf)) {
      ProcessStat stat = alive(pid);
      if (stat != null && (oldest == null || stat.startTime() < oldest.startTime())) {
        oldest = stat;
      }
    }
    return oldest;
  }

  private static SortedSet<Integer> members(LiveCgroup leaf) {
    SortedSet<Integer> pids = new TreeSet<>();
    for (Directory directory : leaf.directories().values()) {
      List<Integer> here = directory.processes().orNull();
      if (here != null) {
        pids.addAll(here);
      }
    }
    return pids;
  }
}
