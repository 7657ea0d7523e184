package dev.reconcile.plan;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.fields.limits.IndexListCodec;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.testing.DevicesController;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One hierarchy: directories, their files, and the constraints between them that the kernel
 * enforces.
 */
final class ModelTree {
  private static final String RT_PERIOD = "cpu.rt_period_us";
  private static final String HUGE = "9223372036854771712";

  private final Hierarchy hierarchy;
  private final SortedMap<String, Group> groups = new TreeMap<>();

  ModelTree(Hierarchy hierarchy) {
    this.hierarchy = hierarchy;
    Group top = new Group();
    top.files.putAll(
        Map.of("cpuset.cpus", "0-3", "cpuset.mems", "0-1", "cgroup.subtree_control", ""));
    top.files.put("memory.memsw.limit_in_bytes", HUGE);
    top.files.put(DeviceChange.FILE, DefaultDevices.EVERYTHING);
    top.files.put(DeviceRules.FILE, DeviceRules.NO_PROGRAM);
    top.files.put(Realtime.FILE, "950000");
    top.files.put(RT_PERIOD, "1000000");
    groups.put("/", top);
  }

  private static final class Group {
    final SortedMap<String, String> marks = new TreeMap<>();
    final Map<String, String> files = new HashMap<>();
    final List<Integer> processes = new ArrayList<>();
  }

  boolean exists(String path) {
    return groups.containsKey(path);
  }

  SortedSet<String> paths() {
    return new TreeSet<>(groups.keySet());
  }

  Directory directory(String path, SortedSet<String> names) {
    SortedMap<String, Reading<String>> files = new TreeMap<>();
    for (String name : names) {
      String text = isThere(path, name) ? at(path).files.get(name) : null;
      files.put(name, text == null ? Reading.absent() : Reading.of(text));
    }
    List<String> children = new ArrayList<>();
    children(path).forEach(child -> children.add(child.substring(child.lastIndexOf('/') + 1)));
    return new Directory(
        Reading.of(new TreeMap<>(at(path).marks)),
        files,
        Reading.of(List.copyOf(at(path).processes)),
        children);
  }

  void make(String path, Map<String, String> marks) {
    String above = CgroupPaths.parent(path);
    check(exists(above), "mkdir " + path + ": ENOENT");
    if (!exists(path)) {
      Group group = new Group();
      group.files.putAll(defaults());
      groups.put(path, group);
    }
    at(path).marks.putAll(marks);
  }

  void mark(String path, Map<String, String> marks) {
    at(path).marks.putAll(marks);
  }

  void remove(String path) {
    if (exists(path)) {
      check(children(path).isEmpty() && at(path).processes.isEmpty(), "rmdir " + path + ": EBUSY");
      groups.remove(path);
    }
  }

  void attach(String path, int pid) {
    check(exists(path), "attach to " + path + ": ENOENT");
    if (hierarchy.version() == 1 && hierarchy.controllers().contains("cpuset")) {
      boolean set = !file(path, "cpuset.cpus").isEmpty() && !file(path, "cpuset.mems").isEmpty();
      check(set, "attach to " + path + ": ENOSPC");
    }
    check(
        file(path, "cgroup.subtree_control").isEmpty(), "attach to inner node " + path + ": EBUSY");
    at(path).processes.add(pid);
  }

  List<Integer> processes(String path) {
    return List.copyOf(at(path).processes);
  }

  void kill(String path) {
    if (exists(path)) {
      at(path).processes.clear();
    }
  }

  void enable(String path, List<String> controllers) {
    String above = CgroupPaths.parent(path);
    for (String controller : controllers) {
      boolean offered =
          path.equals("/")
              ? hierarchy.controllers().contains(controller)
              : words(file(above, "cgroup.subtree_control")).contains(controller);
      check(offered, "+" + controller + " in " + path + ": ENOENT");
      check(
          path.equals("/") || at(path).processes.isEmpty(),
          "+" + controller + " in " + path + ": EBUSY");
      SortedSet<String> enabled = new TreeSet<>(words(file(path, "cgroup.subtree_control")));
      enabled.add(controller);
      at(path).files.put("cgroup.subtree_control", String.join(" ", enabled));
    }
  }

  private static List<String> words(String text) {
    return text.isEmpty() ? List.of() : Arrays.asList(text.split(" "));
  }

  /** Writes and returns what is read back. */
  String write(String path, String file, String value) {
    check(exists(path), "write " + path + "/" + file + ": ENOENT");
    check(
        isThere(path, file) && at(path).files.containsKey(file),
        "write " + path + "/" + file + ": ENOENT");
    check(!value.isEmpty(), "an empty write to " + file);
    Map<String, String> files = at(path).files;
    String before = files.get(file);
    files.put(file, file.equals(DeviceChange.FILE) ? devices(path, value) : stored(file, value));
    String fault = fault(path, file);
    if (!fault.isEmpty()) {
      files.put(file, before == null ? "" : before);
      throw new IllegalStateException(
          "write '" + value + "' to " + hierarchy.id() + ":" + path + "/" + file + ": " + fault);
    }
    sideEffects(files, file, value);
    return file(path, file);
  }

  private static void sideEffects(Map<String, String> files, String file, String value) {
    if (file.equals("cpu.idle")) {
      files.replace("cpu.weight", value.equals("1") ? "1" : "100");
      files.replace("cpu.shares", value.equals("1") ? "3" : "1024");
    }
    if (file.equals("freezer.state")) {
      files.put("freezer.self_freezing", value.equals("FROZEN") ? "1" : "0");
    }
  }

  private String devices(String path, String changes) {
    String file = DeviceChange.FILE;
    try {
      boolean inner = !children(path).isEmpty();
      String above = file(CgroupPaths.parent(path), file);
      return DevicesController.change(file(path, file), above, inner, changes);
    } catch (DevicesController.RefusedException e) {
      throw new IllegalStateException("'" + changes + "' to " + path + "/" + file, e);
    }
  }

  private String stored(String file, String value) {
    if (file.equals(DeviceRules.FILE)) {
      return DeviceRules.readBack(value);
    }
    if (file.startsWith("memory.") && (file.endsWith("_in_bytes") || value.matches("[0-9]{3,}"))) {
      long bytes = value.startsWith("-") ? Long.MAX_VALUE : Long.parseLong(value);
      return Long.toString(bytes / 4096 * 4096);
    }
    if (file.startsWith("cpuset.") && !file.endsWith("partition")) {
      return IndexListCodec.union(value.trim(), "");
    }
    return file.startsWith("cpu.uclamp") && !value.equals("max") ? value + ".00" : value;
  }

  /** What the kernel says to a new value, empty when it takes it. */
  private String fault(String path, String file) {
    if (file.equals("cpu.weight") || file.equals("cpu.shares")) {
      return file(path, "cpu.idle").equals("1") ? "EINVAL (idle)" : "";
    }
    if (file.startsWith("memory.") && hierarchy.version() == 1) {
      boolean fits =
          Long.parseLong(file(path, "memory.limit_in_bytes"))
              <= Long.parseLong(file(path, "memory.memsw.limit_in_bytes"));
      return fits ? "" : "EINVAL (memsw)";
    }
    if (file.startsWith("cpu.cfs") || file.startsWith("cpu.max")) {
      return bandwidth(path);
    }
    if (Realtime.isFile(file)) {
      return realtime(path);
    }
    boolean lists = file.equals("cpuset.cpus") || file.equals("cpuset.mems");
    return lists && hierarchy.version() == 1 ? cpuset(path, file) : "";
  }

  private String bandwidth(String path) {
    long quota = quota(path);
    long burst =
        Long.parseLong(
            hierarchy.version() == 1
                ? file(path, "cpu.cfs_burst_us")
                : file(path, "cpu.max.burst"));
    if (quota < 1000 || burst > quota) {
      return "EINVAL (quota " + quota + ", burst " + burst + ")";
    }
    if (hierarchy.version() == 2) {
      return "";
    }
    if (ratio(path) > bound(CgroupPaths.parent(path))) {
      return "EINVAL (parent)";
    }
    for (String child : children(path)) {
      if (ratio(child) > bound(path)) {
        return "EINVAL (child)";
      }
    }
    return "";
  }

  /**
   * kernel/sched/rt.c, tg_rt_schedulable: what is below a group has together at most what it has.
   */
  private String realtime(String path) {
    if (number(path, Realtime.FILE) > number(path, RT_PERIOD)) {
      return "EINVAL (more than its period)";
    }
    boolean fits = handedOut(path) <= share(path);
    String above = CgroupPaths.parent(path);
    return fits && handedOut(above) <= share(above) ? "" : "EINVAL (shares)";
  }

  private long handedOut(String path) {
    long sum = 0;
    for (String child : children(path)) {
      sum += share(child);
    }
    return sum;
  }

  private long share(String path) {
    return (number(path, Realtime.FILE) << 20) / number(path, RT_PERIOD);
  }

  private long number(String path, String file) {
    return Long.parseLong(file(path, file));
  }

  /** A group without a quota has its parent's. */
  private double bound(String path) {
    for (String at = path; !at.equals("/"); at = CgroupPaths.parent(at)) {
      if (quota(at) != Long.MAX_VALUE) {
        return (double) quota(at) / Long.parseLong(file(at, "cpu.cfs_period_us"));
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private double ratio(String path) {
    long quota = quota(path);
    return quota == Long.MAX_VALUE
        ? 0
        : (double) quota / Long.parseLong(file(path, "cpu.cfs_period_us"));
  }

  private long quota(String path) {
    String text =
        hierarchy.version() == 1
            ? file(path, "cpu.cfs_quota_us")
            : file(path, "cpu.max").split(" ")[0];
    return text.startsWith("-") || text.equals("max") ? Long.MAX_VALUE : Long.parseLong(text);
  }

  private String cpuset(String path, String file) {
    String mine = file(path, file);
    if (!IndexListCodec.contains(file(CgroupPaths.parent(path), file), mine)) {
      return "EACCES (parent)";
    }
    for (String child : children(path)) {
      if (!IndexListCodec.contains(mine, file(child, file))) {
        return "EBUSY (child)";
      }
    }
    return mine.isEmpty() ? "ENOSPC" : "";
  }

  /** v2 shows a controller's files only where the parent has enabled it. */
  private boolean isThere(String path, String file) {
    String controller = file.substring(0, Math.max(0, file.indexOf('.')));
    boolean core = controller.equals("cgroup");
    return path.equals("/")
        || core
        || hierarchy.version() == 1
        || words(file(CgroupPaths.parent(path), "cgroup.subtree_control")).contains(controller);
  }

  private Map<String, String> defaults() {
    Map<String, String> files = new HashMap<>();
    if (hierarchy.version() == 2) {
      for (String line : V2) {
        files.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
      return files;
    }
    for (String line : V1) {
      String file = line.substring(0, line.indexOf('='));
      if (hierarchy.controllers().contains(file.substring(0, file.indexOf('.')))) {
        files.put(file, line.substring(line.indexOf('=') + 1));
      }
    }
    return files;
  }

  private static final List<String> V1 =
      List.of(
          "cpu.shares=1024",
          "cpu.cfs_quota_us=-1",
          "cpu.cfs_period_us=100000",
          "cpu.cfs_burst_us=0",
          "cpu.idle=0",
          "cpu.rt_runtime_us=0",
          "cpu.rt_period_us=1000000",
          "cpu.uclamp.min=0.00",
          "cpu.uclamp.max=max",
          "cpuset.cpus=",
          "cpuset.mems=",
          "devices.list=" + DefaultDevices.EVERYTHING,
          "memory.limit_in_bytes=" + HUGE,
          "memory.memsw.limit_in_bytes=" + HUGE,
          "memory.swappiness=60",
          "memory.soft_limit_in_bytes=" + HUGE,
          "memory.usage_in_bytes=0",
          "pids.max=max",
          "freezer.state=THAWED",
          "freezer.self_freezing=0",
          "net_cls.classid=0");

  private static final List<String> V2 =
      List.of(
          "cgroup.subtree_control=",
          "cgroup.freeze=0",
          "cgroup.devices=" + DeviceRules.NO_PROGRAM,
          "cgroup.max.depth=max",
          "cgroup.max.descendants=max",
          "cpu.weight=100",
          "cpu.max=max 100000",
          "cpu.max.burst=0",
          "cpu.idle=0",
          "cpu.uclamp.min=0.00",
          "cpu.uclamp.max=max",
          "cpuset.cpus=",
          "cpuset.mems=",
          "cpuset.cpus.partition=member",
          "memory.max=max",
          "memory.high=max",
          "memory.low=0",
          "memory.min=0",
          "memory.swap.max=max",
          "memory.swap.high=max",
          "memory.zswap.max=max",
          "memory.zswap.writeback=1",
          "memory.oom.group=0",
          "memory.current=0",
          "pids.max=max");

  /** What a file holds; empty when there is none. */
  String file(String path, String file) {
    Group group = groups.get(path);
    return group == null ? "" : group.files.getOrDefault(file, "");
  }

  /** An echo by somebody else. */
  void tamper(String path, String file, String value) {
    at(path).files.put(file, value);
  }

  private List<String> children(String path) {
    List<String> children = new ArrayList<>();
    for (String other : groups.keySet()) {
      if (!other.equals("/") && CgroupPaths.parent(other).equals(path)) {
        children.add(other);
      }
    }
    return children;
  }

  private Group at(String path) {
    Group group = groups.get(path);
    if (group == null) {
      throw new IllegalStateException(path + ": ENOENT");
    }
    return group;
  }

  private static void check(boolean holds, String message) {
    if (!holds) {
      throw new IllegalStateException(message);
    }
  }
}
