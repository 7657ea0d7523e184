package dev.reconcile.sim;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.CanonicalJson;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All that is ours on a host, line by line, without what no two roads there have in common: PIDs,
 * times, counts of restarts.
 */
final class Picture {
  private static final Set<String> RECORDS = Set.of("status", "monitor.lock", ".program.new");

  private final Sim sim;
  private final SortedMap<String, String> lines = new TreeMap<>();

  private Picture(Sim sim) {
    this.sim = sim;
  }

  static SortedMap<String, String> of(Sim sim) {
    Picture picture = new Picture(sim);
    picture.groups();
    picture.containers();
    picture.files();
    picture.inventory();
    return picture.lines;
  }

  private void groups() {
    for (Hierarchy hierarchy : sim.kernel.cgroups().host().hierarchies()) {
      for (FakeGroup group : sim.kernel.cgroups().all(hierarchy).values()) {
        boolean ours =
            group.path.equals(Sim.CGROUP_ROOT) || group.path.startsWith(Sim.CGROUP_ROOT + "/");
        if (ours) {
          List<String> members = members(hierarchy, group);
          lines.put(
              "cgroup " + hierarchy.id() + ":" + group.path,
              group.marks + " " + limits(group) + " " + members);
        }
      }
    }
  }

  /**
   * Names of the processes inside. How many workers there are is the container's business: without
   * a PID namespace they outlive their PID 1.
   */
  private List<String> members(Hierarchy hierarchy, FakeGroup group) {
    List<String> names = new ArrayList<>();
    for (FakeProcess member : sim.kernel.cgroups().members(hierarchy, group.path)) {
      if (!member.name.equals("worker") || !names.contains("worker")) {
        names.add(member.name);
      }
    }
    names.sort(null);
    return names;
  }

  /**
   * What is not as the kernel makes it. Controllers that nobody needs any more stay enabled:
   * turning them off would reset every group below.
   */
  private static SortedMap<String, String> limits(FakeGroup group) {
    SortedMap<String, String> limits = new TreeMap<>(group.files);
    limits.entrySet().removeAll(ControlFiles.defaults(group).entrySet());
    limits.remove("cgroup.subtree_control");
    // On v2 a list of everything says as much as none.
    if (group.hierarchy.version() == 2) {
      limits.remove("cpuset.cpus", "0-3");
      limits.remove("cpuset.mems", "0");
    }
    return limits;
  }

  private void containers() {
    for (FakeMonitor monitor : sim.kernel.monitors().alive.values()) {
      FakeProcess init = monitor.init;
      String process =
          init == null
              ? "none"
              : init.cgroups
                  + " "
                  + init.hostname
                  + " "
                  + init.rlimits
                  + " "
                  + privateNamespaces(init);
      lines.put(
          "monitor of " + monitor.name(),
          monitor.phase + " " + process + " " + monitor.program.instructions());
    }
  }

  private List<NamespaceType> privateNamespaces(FakeProcess init) {
    FakeProcess host = sim.kernel.processes().table.get(1);
    List<NamespaceType> own = new ArrayList<>();
    init.namespaces.forEach(
        (type, inode) -> {
          if (host != null && !inode.equals(host.namespaces.get(type))) {
            own.add(type);
          }
        });
    return own;
  }

  private void files() {
    sim.kernel
        .files()
        .nodes
        .forEach(
            (path, node) -> {
              boolean ours =
                  path.startsWith(Sim.STATE_DIR + "/containers")
                      || path.startsWith(Sim.RUN_DIR + "/scratch");
              boolean writable = path.toString().matches(".*/(upper|work)(/.*)?");
              if (ours && !writable && !RECORDS.contains(name(path))) {
                lines.put("file " + path, node.stat() + " " + node.text());
              }
            });
  }

  private static String name(Path path) {
    Path name = path.getFileName();
    return name == null ? "" : name.toString();
  }

  private void inventory() {
    sim.inventory()
        .entries()
        .forEach(
            (id, entry) -> {
              String state =
                  entry.owner()
                      + " applied "
                      + spec(entry.applied())
                      + " intended "
                      + spec(entry.intended())
                      + givenUp(entry)
                      + deleting(entry);
              lines.put("inventory " + id, state);
            });
  }

  private static String givenUp(Entry entry) {
    StringBuilder text = new StringBuilder();
    entry.givenUp().forEach(version -> text.append(" given up ").append(spec(version)));
    return text.toString();
  }

  private static String deleting(Entry entry) {
    return (entry.deleting() ? " deleting" : "") + " " + entry.originals();
  }

  private static String spec(@Nullable Resource resource) {
    return resource == null ? "-" : CanonicalJson.of(resource.spec());
  }
}
