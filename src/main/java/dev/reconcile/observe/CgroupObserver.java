package dev.reconcile.observe;

import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Limits;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads cgroups. */
final class CgroupObserver {
  /** What must be known of every v2 directory to distribute controllers from it. */
  private static final List<String> V2_FILES =
      List.of("cgroup.controllers", "cgroup.subtree_control");

  private final CgroupFs fs;
  private final CgroupHost host;
  private final Map<Limits, SortedMap<String, SortedSet<String>>> files = new HashMap<>();

  CgroupObserver(CgroupFs fs, CgroupHost host) {
    this.fs = fs;
    this.host = host;
  }

  /** Reads these paths, and of each what its limits are kept in. */
  SortedMap<String, LiveCgroup> read(SortedMap<String, Limits> asked) throws KernelException {
    SortedMap<String, LiveCgroup> cgroups = new TreeMap<>();
    for (Map.Entry<String, Limits> path : asked.entrySet()) {
      cgroups.put(path.getKey(), read(path.getKey(), path.getValue()));
    }
    return cgroups;
  }

  private LiveCgroup read(String path, Limits limits) throws KernelException {
    SortedMap<String, Directory> directories = new TreeMap<>();
    SortedMap<String, SortedSet<String>> names =
        files.computeIfAbsent(limits, l -> LimitMapping.filesToRead(host, l));
    for (Hierarchy hierarchy : host.hierarchies()) {
      Reading<SortedMap<String, String>> marks = fs.marks(hierarchy, path);
      boolean absent =
          marks instanceof Reading.Absent
              || (marks instanceof Reading.Unreadable && !fs.exists(hierarchy, path));
      if (!absent) {
        SortedSet<String> wanted = names.getOrDefault(hierarchy.id(), new TreeSet<>());
        directories.put(hierarchy.id(), directory(hierarchy, path, marks, wanted));
      }
    }
    return new LiveCgroup(path, directories);
  }

  private Directory directory(
      Hierarchy hierarchy,
      String path,
      Reading<SortedMap<String, String>> marks,
      SortedSet<String> wanted)
      throws KernelException {
    SortedMap<String, Reading<String>> texts = new TreeMap<>();
    for (String file : wanted) {
      texts.put(file, fs.read(hierarchy, path, file));
    }
    if (hierarchy.version() == 2) {
      for (String file : V2_FILES) {
        texts.put(file, fs.read(hierarchy, path, file));
      }
      if (path.equals("/") && hierarchy.controllers().contains("cpuset")) {
        for (String file : Cpuset.BOTH) {
          String all = Cpuset.effective(file);
          texts.put(all, fs.read(hierarchy, path, all));
        }
      }
    }
    return new Directory(marks, texts, fs.processes(hierarchy, path), fs.children(hierarchy, path));
  }
}
