package dev.reconcile.cli;

import dev.reconcile.kernel.HostFacts;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.NoV1;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Where a controller can be used, and how to get it where it cannot. */
final class Controllers {
  /** The kernel's configuration option behind each controller, init/Kconfig. */
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("blkio", "CONFIG_BLK_CGROUP"),
          Map.entry("cpu", "CONFIG_CGROUP_SCHED"),
          Map.entry("cpuacct", "CONFIG_CGROUP_CPUACCT"),
          Map.entry("cpuset", "CONFIG_CPUSETS"),
          Map.entry("devices", "CONFIG_CGROUP_DEVICE"),
          Map.entry("dmem", "CONFIG_CGROUP_DMEM"),
          Map.entry("freezer", "CONFIG_CGROUP_FREEZER"),
          Map.entry("hugetlb", "CONFIG_CGROUP_HUGETLB"),
          Map.entry("memory", "CONFIG_MEMCG"),
          Map.entry("misc", "CONFIG_CGROUP_MISC"),
          Map.entry("net_cls", "CONFIG_CGROUP_NET_CLASSID"),
          Map.entry("net_prio", "CONFIG_CGROUP_NET_PRIO"),
          Map.entry("perf_event", "CONFIG_CGROUP_PERF"),
          Map.entry("pids", "CONFIG_CGROUP_PIDS"),
          Map.entry("rdma", "CONFIG_CGROUP_RDMA"));

  /** On v2 the kernel calls it {@code io}. */
  private static final String BLKIO = "blkio";

  /** Controllers that v2 hands down by {@code cgroup.subtree_control}, cgroup-v2.rst. */
  private static final List<String> UNIFIED =
      List.of(BLKIO, "cpu", "cpuset", "dmem", "hugetlb", "memory", "misc", "pids", "rdma");

  private Controllers() {}

  /** A mount point, or why there is none. */
  static String where(HostFacts facts, Controller controller) {
    Hierarchy hierarchy = hierarchy(facts.cgroups(), controller.name());
    if (hierarchy != null) {
      return hierarchy.mountPoint();
    }
    return controller.enabled() ? "not mounted" : "disabled";
  }

  /** A command or a kernel parameter; empty where it is usable. */
  static String remedy(HostFacts facts, Controller controller) {
    String name = controller.name();
    CgroupHost host = facts.cgroups();
    if (hierarchy(host, name) != null) {
      return "";
    }
    if (!controller.enabled()) {
      return "no cgroup_disable=" + name + " on the kernel's command line";
    }
    NoV1 noV1 = facts.noV1().orNull();
    boolean kept = noV1 != null && noV1.has(name);
    if (kept && !UNIFIED.contains(name)) {
      return "no " + noV1 + " on the kernel's command line";
    }
    if ((kept || host.mode() == CgroupHost.Mode.UNIFIED) && UNIFIED.contains(name)) {
      String onV2 = name.equals(BLKIO) ? "io" : name;
      return "+" + onV2 + " in cgroup.subtree_control of all groups above (systemd: Delegate=)";
    }
    return "mount -t cgroup -o " + name + " " + name + " DIRECTORY";
  }

  /** Controllers that the kernel was built without, to the option that has them. */
  static SortedMap<String, String> notInKernel(HostFacts facts) {
    SortedMap<String, String> absent = new TreeMap<>(OPTIONS);
    List<Controller> known = facts.controllers().orNull();
    if (known == null) {
      return new TreeMap<>();
    }
    known.forEach(controller -> absent.remove(controller.name()));
    absent.keySet().removeIf(name -> hierarchy(facts.cgroups(), name) != null);
    return absent;
  }

  private static @Nullable Hierarchy hierarchy(CgroupHost host, String name) {
    Hierarchy hierarchy = host.of(name);
    return hierarchy == null && name.equals(BLKIO) ? host.of("io") : hierarchy;
  }
}
