package dev.reconcile.plan;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.MountEntry;
import dev.reconcile.live.NoV1;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** The mount table of a model host, and the directories that mount points are in. */
final class ModelMounts {
  private static final List<String> KNOWN =
      List.of("cpuset", "cpu", "memory", "freezer", "net_cls", "perf_event", "net_prio", "pids");
  private static final int ROOT_MOUNT = 1;

  private final List<Hierarchy> mounts = new ArrayList<>();
  private final SortedMap<String, String> sources = new TreeMap<>();
  private final SortedSet<String> directories = new TreeSet<>(List.of("/", "/mnt"));
  private List<String> options = List.of("nsdelegate");

  ModelMounts(CgroupHost host) {
    mounts.addAll(host.hierarchies());
  }

  LiveHierarchies live() {
    List<MountEntry> table = new ArrayList<>();
    SortedSet<String> attached = new TreeSet<>(List.of("v2"));
    for (Hierarchy hierarchy : mounts) {
      attached.add(hierarchy.id());
      table.add(entry(hierarchy, ROOT_MOUNT + 1 + table.size()));
    }
    return new LiveHierarchies(
        table,
        attached,
        KNOWN,
        NoV1.NOTHING,
        List.of("nsdelegate", "memory_recursiveprot"),
        directories);
  }

  private MountEntry entry(Hierarchy hierarchy, int id) {
    List<String> words = new ArrayList<>(List.of("rw"));
    boolean v2 = hierarchy.version() == 2;
    words.addAll(v2 ? options : hierarchy.controllers());
    if (!hierarchy.name().isEmpty()) {
      words.add("name=" + hierarchy.name());
    }
    String point = hierarchy.mountPoint();
    return new MountEntry(
        id,
        ROOT_MOUNT,
        "0:" + id,
        "/",
        point,
        List.of("rw"),
        List.of(),
        v2 ? "cgroup2" : "cgroup",
        sources.getOrDefault(point, "cgroup"),
        words);
  }

  CgroupHost host() {
    List<Hierarchy> once = new ArrayList<>();
    for (Hierarchy hierarchy : mounts) {
      if (once.stream().noneMatch(other -> other.id().equals(hierarchy.id()))) {
        once.add(hierarchy);
      }
    }
    return new CgroupHost(once);
  }

  void mount(Action.MountHierarchy mount) {
    for (Hierarchy other : mounts) {
      boolean shares =
          mount.hierarchy().controllers().stream().anyMatch(other.controllers()::contains);
      boolean same = other.id().equals(mount.hierarchy().id());
      if (shares && !same && other.version() == 1) {
        throw new IllegalStateException("mount " + mount.hierarchy().id() + ": EBUSY");
      }
    }
    directories.addAll(mount.directories());
    if (!directories.contains(mount.hierarchy().mountPoint())) {
      throw new IllegalStateException("mount " + mount.hierarchy().id() + ": ENOENT");
    }
    mounts.add(mount.hierarchy());
    sources.put(mount.hierarchy().mountPoint(), mount.source());
    if (mount.hierarchy().version() == 2) {
      options = mount.options();
    }
  }

  void setOptions(List<String> wanted) {
    options = wanted;
  }

  void unmount(Action.UnmountHierarchy unmount) {
    String point = unmount.hierarchy().mountPoint();
    if (unmount.source().equals(sources.remove(point))) {
      mounts.removeIf(mount -> mount.mountPoint().equals(point));
    }
    directories.removeAll(unmount.directories());
  }
}
