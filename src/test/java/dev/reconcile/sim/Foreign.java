package dev.reconcile.sim;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Marks;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What is on the host and is none of our business: names near ours, and another program's state.
 */
final class Foreign {
  private static final List<String> GROUPS =
      List.of("/reconcile-other", "/reconcile2", "/reconcile2/web", "/web", "/tenants");

  private Foreign() {}

  static void populate(FakeKernel kernel) {
    for (Hierarchy hierarchy : kernel.shape().host().hierarchies()) {
      for (String path : GROUPS) {
        try {
          kernel.cgroups().mkdir(hierarchy, path);
        } catch (Refused e) {
          throw new IllegalStateException(path, e);
        }
      }
      FakeGroup theirs = kernel.cgroups().find(hierarchy, "/reconcile2/web");
      if (theirs != null) {
        theirs.marks.put(Marks.OBJECT, "container/web");
        theirs.marks.put(Marks.OWNER, Sim.OWNER.text());
        theirs.marks.put(Marks.STATE_DIR, "/var/lib/other");
        theirs.files.replaceAll((file, text) -> file.startsWith("cpuset") ? "" : text);
      }
      FakeProcess stranger = kernel.processes().spawn(1, "init-of-container");
      stranger.cgroups.put(hierarchy.id(), "/reconcile2/web");
    }
    kernel.processes().spawn(1, "sleep");
    kernel.files().seedDirectory("/var/lib/reconcile2/containers/web");
    kernel.files().seedDirectory("/var/lib/other/containers/web");
  }

  /** Everything that must stay as it is, line by line. */
  static SortedMap<String, String> picture(FakeKernel kernel) {
    SortedMap<String, String> picture = new TreeMap<>();
    for (Hierarchy hierarchy : kernel.shape().host().hierarchies()) {
      kernel
          .cgroups()
          .all(hierarchy)
          .forEach(
              (path, group) -> {
                if (!isOurs(path) && !path.equals("/")) {
                  SortedMap<String, String> files = new TreeMap<>(group.files);
                  // What the root hands down to all its children is the root's.
                  files.keySet().removeIf(file -> hierarchy.version() == 2 && isHandedDown(file));
                  picture.put(hierarchy.id() + ":" + path, group.marks + " " + files);
                }
              });
    }
    for (FakeProcess process : kernel.processes().table.values()) {
      boolean ours =
          process.name.startsWith("reconcile")
              || process.cgroups.values().stream().anyMatch(Foreign::isOurs);
      if (!ours) {
        picture.put("process " + process.pid, process.toString());
      }
    }
    kernel
        .files()
        .nodes
        .forEach(
            (path, node) -> {
              if (!path.startsWith(Sim.STATE_DIR) && !path.startsWith(Sim.RUN_DIR)) {
                picture.put(path.toString(), node.stat() + " " + node.text());
              }
            });
    return picture;
  }

  private static boolean isHandedDown(String file) {
    return !file.startsWith("cgroup.");
  }

  private static boolean isOurs(String path) {
    return path.equals(Sim.CGROUP_ROOT) || path.startsWith(Sim.CGROUP_ROOT + "/");
  }
}
