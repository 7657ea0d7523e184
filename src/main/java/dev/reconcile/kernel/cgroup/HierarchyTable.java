package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.Mountinfo;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.kernel.systemd.SystemdHost;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.MountEntry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the mounted hierarchies, cgroups(7). The mount table decides, not {@code /proc/cgroups}:
 * kernels that are built without a controller's v1 code leave it out there.
 */
final class HierarchyTable {
  private final HostRoot root;

  HierarchyTable(HostRoot root) {
    this.root = root;
  }

  CgroupHost read() throws KernelException {
    String path = root.proc(0, "mountinfo");
    try {
      List<MountEntry> table = Mountinfo.parse(SmallFile.text(path));
      List<Hierarchy> hierarchies = new ArrayList<>();
      for (MountEntry mount : reachable(table)) {
        hierarchies.add(hierarchy(mount));
      }
      return new CgroupHost(hierarchies, SystemdHost.isInit(root));
    } catch (IOException e) {
      throw new KernelException("read", path, Errno.symbol(e), "mount procfs on /proc");
    }
  }

  // A hierarchy may be mounted several times; its superblock, and so MAJOR:MINOR, is one. A mount
  // that shows the whole
  // of it is the better one to work with.
  private static Iterable<MountEntry> reachable(List<MountEntry> table) {
    Map<String, MountEntry> byDevice = new LinkedHashMap<>();
    for (MountEntry mount : table) {
      if (mount.isCgroup() && Mountinfo.isVisible(mount, table)) {
        byDevice.merge(mount.device(), mount, HierarchyTable::better);
      }
    }
    return byDevice.values();
  }

  private static MountEntry better(MountEntry first, MountEntry second) {
    return !first.root().equals("/") && second.root().equals("/") ? second : first;
  }

  private Hierarchy hierarchy(MountEntry mount) throws IOException {
    if (!mount.fsType().equals("cgroup2")) {
      return Hierarchy.of(mount, List.of());
    }
    String list = SmallFile.text(root.at(mount.mountPoint()) + "/cgroup.controllers").strip();
    return Hierarchy.of(mount, words(list, " "));
  }

  private static List<String> words(String text, String separator) {
    return text.isEmpty() ? List.of() : List.of(text.split(separator, -1));
  }
}
