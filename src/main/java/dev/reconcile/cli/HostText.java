package dev.reconcile.cli;

import dev.reconcile.kernel.HostFacts;
import dev.reconcile.kernel.HostFacts.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;

/** A host's facts for people. */
final class HostText {
  /** The kernel's configuration option behind each controller, init/Kconfig. */
  private static final Map<String, String> OPTIONS =
      Map.ofEntries(
          Map.entry("blkio", "CONFIG_BLK_CGROUP"),
          Map.entry("cpu", "CONFIG_CGROUP_SCHED"),
          Map.entry("cpuacct", "CONFIG_CGROUP_CPUACCT"),
          Map.entry("cpuset", "CONFIG_CPUSETS"),
          Map.entry("devices", "CONFIG_CGROUP_DEVICE"),
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

  private HostText() {}

  static String of(HostFacts facts, List<Requirement> missing) {
    StringBuilder text = new StringBuilder();
    row(text, "Kernel", reading(facts.release()));
    row(text, "Cgroups", facts.cgroups().mode().name().toLowerCase(Locale.ROOT));
    row(text, "Namespaces", namespaces(facts));
    row(text, "Delegate", joined(facts.delegate()));
    row(text, "Features", joined(facts.features()));
    String lacking = String.join(" ", facts.missingCapabilities());
    row(text, "Lacking", lacking.isEmpty() ? "no capability" : lacking);
    text.append('\n').append(hierarchies(facts));
    text.append('\n').append(controllers(facts));
    for (Requirement requirement : missing) {
      text.append("\nMissing: ").append(requirement.what());
      text.append("; get it with ").append(requirement.remedy()).append('\n');
    }
    return text.toString();
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("%-11s %s%n", name, value));
  }

  private static String namespaces(HostFacts facts) {
    SortedMap<NamespaceType, Long> known = facts.namespaces().orNull();
    if (known == null) {
      return reading(facts.namespaces());
    }
    StringBuilder names = new StringBuilder();
    known.keySet().forEach(type -> names.append(names.isEmpty() ? "" : " ").append(type.link()));
    return names.toString();
  }

  private static String joined(Reading<List<String>> reading) {
    List<String> lines = reading.orNull();
    return lines == null ? reading(reading) : String.join(" ", lines);
  }

  private static String reading(Reading<?> reading) {
    return switch (reading) {
      case Reading.Present<?>(Object value) -> String.valueOf(value);
      case Reading.Recorded<?>(Object value) -> String.valueOf(value);
      case Reading.Absent<?> ignored -> "not there";
      case Reading.Unreadable<?>(String what, String why) -> "failed to read " + what + ": " + why;
    };
  }

  private static String hierarchies(HostFacts facts) {
    Table table = new Table("HIERARCHY", "VERSION", "MOUNTED", "CONTROLLERS");
    for (Hierarchy hierarchy : facts.cgroups().hierarchies()) {
      table.row(
          List.of(
              hierarchy.id(),
              "v" + hierarchy.version(),
              hierarchy.mountPoint(),
              String.join(" ", hierarchy.controllers())));
    }
    return table.text();
  }

  private static String controllers(HostFacts facts) {
    List<Controller> controllers = facts.controllers().orNull();
    if (controllers == null) {
      return "Controllers: " + reading(facts.controllers()) + "\n";
    }
    Table table = new Table("CONTROLLER", "USABLE", "GROUPS", "KERNEL OPTION");
    for (Controller controller : controllers) {
      table.row(
          List.of(
              controller.name(),
              where(facts, controller),
              Integer.toString(controller.groups()),
              OPTIONS.getOrDefault(controller.name(), "")));
    }
    return table.text();
  }

  private static String where(HostFacts facts, Controller controller) {
    Hierarchy hierarchy = facts.cgroups().of(controller.name());
    if (hierarchy == null && controller.name().equals(BLKIO)) {
      hierarchy = facts.cgroups().of("io");
    }
    if (hierarchy != null) {
      return hierarchy.mountPoint();
    }
    return controller.enabled() ? "not mounted" : "disabled (cgroup_disable)";
  }
}
