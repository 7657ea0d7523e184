package dev.reconcile.sim;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import java.util.ArrayList;
import java.util.List;

/** How the simulated host mounts cgroups. */
enum HostShape {
  /** v2 alone, as systemd has it. */
  UNIFIED(List.of(), List.of("cpu", "cpuset", "io", "memory", "pids")),
  /** v1 alone, cpu and cpuacct together. */
  LEGACY(List.of("cpu,cpuacct", "cpuset", "devices", "memory", "pids", "freezer"), List.of()),
  /** Limits on v1, v2 for its core. */
  HYBRID(
      List.of("cpu", "cpuset", "devices", "memory", "pids", "freezer", "name=systemd"),
      List.of("hugetlb")),
  /** Some controllers here, some there. */
  MIXED(List.of("cpu", "freezer"), List.of("cpuset", "memory", "pids"));

  @SuppressWarnings("ImmutableEnumChecker") // a record of records, all immutable
  private final CgroupHost host;

  HostShape(List<String> v1, List<String> v2) {
    List<Hierarchy> hierarchies = new ArrayList<>();
    for (String id : v1) {
      boolean named = id.startsWith("name=");
      String name = named ? id.substring("name=".length()) : "";
      List<String> controllers = named ? List.of() : List.of(id.split(",", -1));
      String mountPoint = "/sys/fs/cgroup/" + (named ? name : id);
      hierarchies.add(new Hierarchy(1, mountPoint, "/", controllers, name));
    }
    if (!v2.isEmpty()) {
      String mountPoint = v1.isEmpty() ? "/sys/fs/cgroup" : "/sys/fs/cgroup/unified";
      hierarchies.add(new Hierarchy(2, mountPoint, "/", v2, ""));
    }
    host = new CgroupHost(hierarchies);
  }

  CgroupHost host() {
    return host;
  }
}
