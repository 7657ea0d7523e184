package dev.reconcile.sim;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.fields.limits.DeviceRules;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which control files a new directory has, and what they hold at first. */
final class ControlFiles {
  /** LONG_MAX rounded down to the page: v1's "no limit". */
  static final String V1_UNLIMITED = "9223372036854771712";

  static final List<String> CPUSET_LISTS = List.of("cpuset.cpus", "cpuset.mems");

  private static final Map<String, String> V1_CPU =
      Map.of(
          "cpu.shares", "1024",
          "cpu.cfs_quota_us", "-1",
          "cpu.cfs_period_us", "100000",
          "cpu.cfs_burst_us", "0",
          "cpu.idle", "0");
  private static final Map<String, String> V1_MEMORY =
      Map.of(
          "memory.limit_in_bytes", V1_UNLIMITED,
          "memory.memsw.limit_in_bytes", V1_UNLIMITED,
          "memory.soft_limit_in_bytes", V1_UNLIMITED,
          "memory.swappiness", "60");
  private static final Map<String, String> V2_CORE =
      Map.of(
          "cgroup.subtree_control", "",
          "cgroup.freeze", "0",
          "cgroup.max.depth", "max",
          "cgroup.max.descendants", "max");
  private static final Map<String, String> V2_CPU =
      Map.of(
          "cpu.max", "max 100000",
          "cpu.max.burst", "0",
          "cpu.weight", "100",
          "cpu.idle", "0");
  private static final Map<String, String> V2_MEMORY =
      Map.of(
          "memory.max", "max",
          "memory.high", "max",
          "memory.low", "0",
          "memory.min", "0",
          "memory.swap.max", "max",
          "memory.swap.high", "max",
          "memory.oom.group", "0");

  private ControlFiles() {}

  static SortedMap<String, String> defaults(FakeGroup group) {
    return group.hierarchy.version() == 1 ? v1(group) : v2(group);
  }

  private static SortedMap<String, String> v1(FakeGroup group) {
    SortedMap<String, String> files = new TreeMap<>();
    for (String controller : group.hierarchy.controllers()) {
      switch (controller) {
        case "cpu" -> files.putAll(V1_CPU);
        case "memory" -> files.putAll(V1_MEMORY);
        case "cpuset" -> {
          files.put("cpuset.cpus", group.isRoot() ? "0-3" : "");
          files.put("cpuset.mems", group.isRoot() ? "0" : "");
        }
        case "pids" -> files.put("pids.max", "max");
        case "devices" ->
            files.put(
                DeviceChange.FILE,
                group.parent == null
                    ? DefaultDevices.EVERYTHING
                    : group.parent.file(DeviceChange.FILE));
        case "freezer" -> files.put("freezer.self_freezing", "0");
        default -> {}
      }
    }
    if (group.isRoot()) {
      files.remove("pids.max");
      files.remove("freezer.self_freezing");
    }
    return files;
  }

  private static SortedMap<String, String> v2(FakeGroup group) {
    SortedMap<String, String> files = new TreeMap<>();
    files.put(DeviceRules.FILE, DeviceRules.NO_PROGRAM);
    if (group.parent == null) {
      files.put("cgroup.subtree_control", "");
      return files;
    }
    files.putAll(V2_CORE);
    for (String controller : words(group.parent.file("cgroup.subtree_control"))) {
      files.putAll(ofController(controller));
    }
    return files;
  }

  /** What appears in a v2 group when its parent enables a controller. */
  static Map<String, String> ofController(String controller) {
    return switch (controller) {
      case "cpu" -> V2_CPU;
      case "memory" -> V2_MEMORY;
      case "cpuset" ->
          Map.of("cpuset.cpus", "", "cpuset.mems", "", "cpuset.cpus.partition", "member");
      case "pids" -> Map.of("pids.max", "max");
      default -> Map.of();
    };
  }

  static List<String> words(String text) {
    return text.isBlank() ? List.of() : List.of(text.strip().split("\\s+", -1));
  }
}
