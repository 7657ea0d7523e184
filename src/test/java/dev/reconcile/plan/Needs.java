package dev.reconcile.plan;

import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which cgroups and which of their files a comparison looks at: those of every desired and owned
 * object, where it is to be and where it was, and what is above them. Whoever observes reads these,
 * so that nothing that was not looked at is taken for absent.
 */
final class Needs {
  private final CgroupHost host;
  private final SortedMap<String, SortedMap<String, SortedSet<String>>> files = new TreeMap<>();

  private boolean realtime;

  private Needs(CgroupHost host) {
    this.host = host;
  }

  /**
   * Cgroup path to hierarchy id to file names.
   *
   * @param root the cgroup root
   */
  static SortedMap<String, SortedMap<String, SortedSet<String>>> of(
      DesiredState desired, Inventory inventory, CgroupHost host, String root) {
    Needs needs = new Needs(host);
    CgroupPaths now = new CgroupPaths(desired, inventory, root);
    CgroupPaths then = new CgroupPaths(DesiredState.EMPTY, inventory, root);
    desired.resources().values().forEach(resource -> needs.add(now.of(resource), resource));
    for (Inventory.Entry entry : inventory.entries().values()) {
      for (Resource resource : entry.versions()) {
        needs.add(now.of(resource), resource);
        needs.add(then.of(resource), resource);
        needs.originals(then.of(resource), entry);
      }
    }
    needs.above(root);
    needs.group(CgroupPaths.child(root, ".monitors"), Limits.NONE);
    if (needs.realtime) {
      needs.group(root, Realtime.WATCHED);
    }
    needs.top();
    return needs.files;
  }

  private void add(@Nullable String path, Resource resource) {
    realtime |= resource instanceof Cgroup cgroup && Realtime.isListed(cgroup.limits());
    if (path == null) {
      return;
    }
    if (resource instanceof Cgroup cgroup) {
      group(path, cgroup.limits());
    } else if (resource instanceof Container container) {
      group("/", DefaultDevices.seen(Limits.NONE));
      group(path, DefaultDevices.seen(container.resources()));
    }
    above(CgroupPaths.parent(path));
  }

  private void above(String path) {
    for (String at = path; !at.equals("/") && !files.containsKey(at); at = CgroupPaths.parent(at)) {
      group(at, Limits.NONE);
    }
  }

  private void group(String path, Limits limits) {
    LimitMapping.filesToRead(host, limits).forEach((id, names) -> names(path, id).addAll(names));
    Hierarchy unified = host.unified();
    if (unified != null) {
      names(path, unified.id()).add("cgroup.subtree_control");
    }
  }

  /** What an adopted group is to go back to. */
  private void originals(@Nullable String path, Inventory.Entry entry) {
    for (Map.Entry<String, String> original : entry.originals().entrySet()) {
      int slash = original.getKey().lastIndexOf('/');
      if (path != null) {
        names(path, original.getKey().substring(0, slash))
            .add(original.getKey().substring(slash + 1));
      }
    }
  }

  /**
   * The top of each hierarchy: what v1 cpusets start from, and whether there is swap accounting.
   */
  private void top() {
    Hierarchy unified = host.unified();
    if (unified != null) {
      names("/", unified.id()).add("cgroup.subtree_control");
    }
    Hierarchy cpuset = host.of("cpuset");
    if (cpuset != null && cpuset.version() == 1) {
      names("/", cpuset.id()).addAll(Cpuset.BOTH);
    }
    Hierarchy memory = host.of("memory");
    if (memory != null && memory.version() == 1) {
      names("/", memory.id()).add("memory.memsw.limit_in_bytes");
    }
  }

  private SortedSet<String> names(String path, String hierarchy) {
    return files
        .computeIfAbsent(path, p -> new TreeMap<>())
        .computeIfAbsent(hierarchy, h -> new TreeSet<>());
  }
}
