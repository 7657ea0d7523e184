package dev.reconcile.cli;

import dev.reconcile.kernel.HostFacts;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * Something that containers cannot do without and this host lacks.
 *
 * @param what is missing
 * @param remedy how to get it
 */
record Requirement(String what, String remedy) {
  private static final Map<NamespaceType, String> NAMESPACES =
      Map.of(
          NamespaceType.CGROUP, "CONFIG_CGROUPS",
          NamespaceType.IPC, "CONFIG_IPC_NS",
          NamespaceType.NET, "CONFIG_NET_NS",
          NamespaceType.PID, "CONFIG_PID_NS",
          NamespaceType.UTS, "CONFIG_UTS_NS");
  private static final Map<String, String> FILE_SYSTEMS =
      Map.of(
          "overlay", "CONFIG_OVERLAY_FS", "tmpfs", "CONFIG_TMPFS", "mqueue", "CONFIG_POSIX_MQUEUE");

  /** All that is missing; what could not be read counts as missing, and says why. */
  static List<Requirement> missing(HostFacts facts) {
    List<Requirement> missing = new ArrayList<>();
    if (facts.cgroups().mode() == CgroupHost.Mode.NONE) {
      missing.add(
          new Requirement(
              "no cgroup hierarchy is mounted",
              "mount -t cgroup2 none /sys/fs/cgroup, or a kernel with CONFIG_CGROUPS"));
    }
    namespaces(facts.namespaces(), missing);
    fileSystems(facts.fileSystems(), missing);
    return missing;
  }

  private static void namespaces(
      Reading<SortedMap<NamespaceType, Long>> reading, List<Requirement> missing) {
    SortedMap<NamespaceType, Long> known = reading.orNull();
    if (known == null) {
      missing.add(unread("/proc/self/ns", reading));
      return;
    }
    NAMESPACES.forEach(
        (type, option) -> {
          if (!known.containsKey(type)) {
            missing.add(
                new Requirement("no " + type.link() + " namespaces", "a kernel with " + option));
          }
        });
  }

  private static void fileSystems(Reading<List<String>> reading, List<Requirement> missing) {
    List<String> known = reading.orNull();
    if (known == null) {
      missing.add(unread("/proc/filesystems", reading));
      return;
    }
    FILE_SYSTEMS.forEach(
        (name, option) -> {
          if (!known.contains(name)) {
            missing.add(new Requirement("no file system " + name, "a kernel with " + option));
          }
        });
  }

  private static Requirement unread(String path, Reading<?> reading) {
    String why =
        reading instanceof Reading.Unreadable<?> unreadable ? unreadable.why() : "it is not there";
    return new Requirement("failed to read " + path + ": " + why, "mount proc on /proc");
  }
}
