package dev.reconcile.sim;

import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.Marks;
import dev.reconcile.live.NoV1;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.testing.DevicesController;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Simulated cgroupfs. */
final class FakeCgroups implements CgroupFs {
  private static final List<String> KNOWN =
      List.of(
          "cpuset",
          "cpu",
          "cpuacct",
          "devices",
          "memory",
          "freezer",
          "net_cls",
          "perf_event",
          "net_prio",
          "hugetlb",
          "pids");
  private static final Set<String> MEMBERSHIP = Set.of("cgroup.procs", "tasks");

  /** How often somebody has asked for a directory's children, and so has looked at it. */
  int looks;

  private final FakeKernel kernel;

  /** As the simulated host was booted. */
  NoV1 noV1 = NoV1.NOTHING;

  private final Map<String, FakeGroup> roots = new TreeMap<>();

  FakeCgroups(FakeKernel kernel) {
    this.kernel = kernel;
    reboot();
  }

  void reboot() {
    roots.clear();
    for (Hierarchy hierarchy : kernel.shape().host().hierarchies()) {
      roots.put(hierarchy.id(), new FakeGroup(hierarchy, null, "/"));
    }
  }

  /** A hierarchy that is mounted for the first time; every process is at its root. */
  void appear(Hierarchy hierarchy) {
    if (!roots.containsKey(hierarchy.id())) {
      roots.put(hierarchy.id(), new FakeGroup(hierarchy, null, "/"));
      kernel.processes().table.values().forEach(p -> p.cgroups.put(hierarchy.id(), "/"));
    }
  }

  /** After the last mount has gone; false when groups keep it alive. */
  boolean vanish(Hierarchy hierarchy) {
    FakeGroup root = roots.get(hierarchy.id());
    if (root != null && !root.children.isEmpty()) {
      return false;
    }
    roots.remove(hierarchy.id());
    kernel.processes().table.values().forEach(p -> p.cgroups.remove(hierarchy.id()));
    return true;
  }

  @Nullable FakeGroup find(Hierarchy hierarchy, String path) {
    FakeGroup here = roots.get(hierarchy.id());
    for (String name : path.split("/", -1)) {
      if (here != null && !name.isEmpty()) {
        here = here.children.get(name);
      }
    }
    return here;
  }

  private FakeGroup existing(Hierarchy hierarchy, String path) throws Refused {
    FakeGroup group = find(hierarchy, path);
    if (group == null) {
      throw new Refused(Errno.ENOENT);
    }
    return group;
  }

  /** All directories of a hierarchy, by path. */
  SortedMap<String, FakeGroup> all(Hierarchy hierarchy) {
    FakeGroup root = roots.get(hierarchy.id());
    return root == null ? new TreeMap<>() : root.tree();
  }

  List<FakeProcess> members(Hierarchy hierarchy, String path) {
    List<FakeProcess> members = new ArrayList<>();
    for (FakeProcess process : kernel.processes().table.values()) {
      if (!process.isZombie() && path.equals(process.cgroups.get(hierarchy.id()))) {
        members.add(process);
      }
    }
    return members;
  }

  private int membersBelow(FakeGroup group) {
    int members = 0;
    for (String path : group.tree().keySet()) {
      members += members(group.hierarchy, path).size();
    }
    return members;
  }

  /** A change as the run makes it: journalled, may fail by order or by the rules. */
  private void change(String call, String operation, Hierarchy at, String path, Call what)
      throws KernelException {
    kernel.tick();
    kernel
        .faults()
        .change(
            call + " " + at.id() + ":" + path,
            () -> {
              try {
                what.run();
              } catch (Refused e) {
                throw new KernelException(operation, at.directory(path), e.errno().name(), "");
              }
            });
  }

  private interface Call {
    void run() throws Refused;
  }

  @Override
  public CgroupHost host() {
    return kernel.mounts().host();
  }

  @Override
  public Reading<List<Controller>> controllers() {
    List<Controller> rows = new ArrayList<>();
    for (String name : KNOWN) {
      Hierarchy at = host().of(name);
      rows.add(new Controller(name, at == null ? 0 : 1, at == null ? 1 : all(at).size(), true));
    }
    return Reading.of(rows);
  }

  @Override
  public Reading<NoV1> noV1() {
    return Reading.of(noV1);
  }

  @Override
  public Reading<List<String>> features() {
    return Reading.of(List.of("nsdelegate", "favordynmods", "memory_recursiveprot"));
  }

  /** Four processors, one memory node; whatever else is asked for is there, under its own name. */
  @Override
  public HostParts parts(Map<HostPart, SortedSet<String>> asked) {
    Map<HostPart, List<String>> parts = new EnumMap<>(HostPart.class);
    asked.forEach((part, names) -> parts.put(part, List.copyOf(names)));
    parts.put(HostPart.CPU, List.of("0", "1", "2", "3"));
    parts.put(HostPart.NODE, List.of("0"));
    return HostParts.of(parts);
  }

  @Override
  public boolean exists(Hierarchy hierarchy, String path) {
    return find(hierarchy, path) != null;
  }

  @Override
  public boolean make(Hierarchy hierarchy, String path) throws KernelException {
    if (exists(hierarchy, path)) {
      return false;
    }
    change("mkdir", "make cgroup", hierarchy, path, () -> mkdir(hierarchy, path));
    return true;
  }

  void mkdir(Hierarchy hierarchy, String path) throws Refused {
    FakeGroup parent = existing(hierarchy, CgroupPaths.parent(path));
    int depth = 1;
    for (FakeGroup above = parent; above != null; above = above.parent, depth++) {
      if (exceeds(above, "cgroup.max.depth", depth)
          || exceeds(above, "cgroup.max.descendants", above.tree().size())) {
        throw new Refused(Errno.EAGAIN);
      }
    }
    String name = path.substring(path.lastIndexOf('/') + 1);
    parent.children.put(name, new FakeGroup(hierarchy, parent, path));
  }

  private static boolean exceeds(FakeGroup group, String file, int size) {
    String most = group.file(file);
    return !most.isEmpty() && !most.equals("max") && Integer.parseInt(most) < size;
  }

  @Override
  public void remove(Hierarchy hierarchy, String path) throws KernelException {
    if (exists(hierarchy, path)) {
      change("rmdir", "remove cgroup", hierarchy, path, () -> rmdir(hierarchy, path));
    }
  }

  void rmdir(Hierarchy hierarchy, String path) throws Refused {
    FakeGroup group = existing(hierarchy, path);
    if (group.parent == null || !group.children.isEmpty() || !members(hierarchy, path).isEmpty()) {
      throw new Refused(Errno.EBUSY);
    }
    group.parent.children.remove(path.substring(path.lastIndexOf('/') + 1));
  }

  @Override
  public Reading<String> read(Hierarchy hierarchy, String path, String file) {
    kernel.tick();
    FakeGroup group = find(hierarchy, path);
    String text = group == null ? null : text(group, file);
    return text == null ? Reading.absent() : Reading.of(text);
  }

  private @Nullable String text(FakeGroup group, String file) {
    boolean v2 = group.hierarchy.version() == 2;
    boolean child = group.parent != null;
    int memory = members(group.hierarchy, group.path).size() << 16;
    return switch (file) {
      case "cgroup.events" ->
          v2 && child
              ? "populated "
                  + (membersBelow(group) > 0 ? 1 : 0)
                  + "\nfrozen "
                  + (group.isFrozen() ? 1 : 0)
              : null;
      case "cpuset.cpus.effective" -> v2 && !child ? "0-3" : null;
      case "cpuset.mems.effective" -> v2 && !child ? "0" : null;
      case "cgroup.controllers" -> v2 ? controllers(group) : null;
      case "freezer.state" ->
          group.files.containsKey("freezer.self_freezing")
              ? group.isFrozen() ? "FROZEN" : "THAWED"
              : null;
      case "memory.current" ->
          group.files.containsKey("memory.max") ? Integer.toString(memory) : null;
      case "memory.usage_in_bytes" ->
          group.files.containsKey("memory.limit_in_bytes") ? Integer.toString(memory) : null;
      default -> group.files.get(file);
    };
  }

  private static String controllers(FakeGroup group) {
    return group.parent == null
        ? String.join(" ", group.hierarchy.controllers())
        : group.parent.file("cgroup.subtree_control");
  }

  @Override
  public void write(Hierarchy hierarchy, String path, String file, String value)
      throws KernelException {
    if (value.isEmpty()) {
      throw new IllegalArgumentException("empty value for " + file);
    }
    String call = "write " + file + "=" + value.strip();
    change(
        call, "write '" + value + "' to", hierarchy, path, () -> put(hierarchy, path, file, value));
  }

  /** One write(2), by anybody. */
  void put(Hierarchy hierarchy, String path, String file, String value) throws Refused {
    FakeGroup group = existing(hierarchy, path);
    int tasks = members(hierarchy, path).size();
    if (file.equals("cgroup.kill") && hierarchy.version() == 2 && !group.isRoot()) {
      kernel.killAll(hierarchy, path);
    } else if (file.equals("freezer.state") && group.files.containsKey("freezer.self_freezing")) {
      WriteRules.require(value.equals("FROZEN") || value.equals("THAWED"));
      group.files.put("freezer.self_freezing", value.equals("FROZEN") ? "1" : "0");
    } else if (file.equals("cgroup.procs")) {
      FakeProcess process = kernel.processes().table.get(Integer.parseInt(value));
      if (process == null || process.isZombie()) {
        throw new Refused(Errno.ESRCH);
      }
      attach(process, hierarchy, path);
    } else if (!group.files.containsKey(file) || MEMBERSHIP.contains(file)) {
      throw new Refused(Errno.ENOENT);
    } else if (file.equals(DeviceChange.FILE)) {
      devices(group, value);
    } else if (file.equals(DeviceRules.FILE)) {
      group.files.put(file, DeviceRules.readBack(value));
    } else if (file.equals("cgroup.subtree_control")) {
      subtreeControl(group, value, tasks);
    } else {
      int inside = hierarchy.version() == 2 ? membersBelow(group) : tasks;
      group.files.put(file, WriteRules.accept(group, file, value, inside));
    }
  }

  private static void devices(FakeGroup group, String changes) throws Refused {
    String file = DeviceChange.FILE;
    String above = group.parent == null ? group.file(file) : group.parent.file(file);
    try {
      boolean inner = !group.children.isEmpty();
      group.files.put(file, DevicesController.change(group.file(file), above, inner, changes));
    } catch (DevicesController.RefusedException e) {
      throw new Refused(Errno.valueOf(String.valueOf(e.getMessage())));
    }
  }

  /** +CONTROLLER and -CONTROLLER words, all or nothing. */
  private static void subtreeControl(FakeGroup group, String value, int tasks) throws Refused {
    TreeSet<String> on = new TreeSet<>(ControlFiles.words(group.file("cgroup.subtree_control")));
    List<String> offered = ControlFiles.words(controllers(group));
    for (String word : ControlFiles.words(value)) {
      String controller = word.substring(1);
      WriteRules.require(word.startsWith("+") || word.startsWith("-"));
      if (word.startsWith("+")) {
        if (!offered.contains(controller)) {
          throw new Refused(Errno.ENOENT);
        }
        // For threaded controllers the kernel would turn it into a threaded domain instead, which
        // nobody here ever wants.
        if (tasks > 0 && !group.isRoot() && !on.contains(controller)) {
          throw new Refused(Errno.EBUSY);
        }
        on.add(controller);
      } else {
        for (FakeGroup child : group.children.values()) {
          if (ControlFiles.words(child.file("cgroup.subtree_control")).contains(controller)) {
            throw new Refused(Errno.EBUSY);
          }
        }
        on.remove(controller);
      }
    }
    group.files.put("cgroup.subtree_control", String.join(" ", on));
    for (FakeGroup child : group.children.values()) {
      for (String controller : offered) {
        for (var file : ControlFiles.ofController(controller).entrySet()) {
          if (!on.contains(controller)) {
            child.files.remove(file.getKey());
          } else {
            child.files.putIfAbsent(file.getKey(), file.getValue());
          }
        }
      }
    }
  }

  /** Moves a process in. */
  void attach(FakeProcess process, Hierarchy hierarchy, String path) throws Refused {
    FakeGroup group = existing(hierarchy, path);
    if (hierarchy.version() == 2) {
      if (!group.isRoot() && !group.file("cgroup.subtree_control").isEmpty()) {
        throw new Refused(Errno.EBUSY);
      }
    } else {
      for (String list : ControlFiles.CPUSET_LISTS) {
        if (group.files.containsKey(list) && group.file(list).isEmpty()) {
          throw new Refused(Errno.ENOSPC);
        }
      }
    }
    process.cgroups.put(hierarchy.id(), path);
  }

  /** The group of a file such as {@code /sys/fs/cgroup/memory/web/tasks}. */
  void attachByFile(FakeProcess process, String file) throws Refused {
    Hierarchy nearest = null;
    for (Hierarchy hierarchy : host().hierarchies()) {
      boolean holds = file.startsWith(hierarchy.mountPoint() + "/");
      boolean nearer =
          nearest == null || hierarchy.mountPoint().length() > nearest.mountPoint().length();
      nearest = holds && nearer ? hierarchy : nearest;
    }
    if (nearest == null) {
      throw new Refused(Errno.ENOENT);
    }
    String below = file.substring(nearest.mountPoint().length());
    attach(process, nearest, CgroupPaths.parent(below));
  }

  @Override
  public List<String> children(Hierarchy hierarchy, String path) {
    looks++;
    FakeGroup group = find(hierarchy, path);
    return group == null ? List.of() : List.copyOf(group.children.keySet());
  }

  @Override
  public Reading<List<Integer>> processes(Hierarchy hierarchy, String path) {
    kernel.tick();
    return exists(hierarchy, path)
        ? Reading.of(members(hierarchy, path).stream().map(p -> p.pid).toList())
        : Reading.absent();
  }

  @Override
  public void kill(Hierarchy hierarchy, String path) throws KernelException {
    change("kill", "kill in", hierarchy, path, () -> kernel.killAll(hierarchy, path));
  }

  @Override
  public Reading<SortedMap<String, String>> marks(Hierarchy hierarchy, String path) {
    FakeGroup group = find(hierarchy, path);
    return group == null ? Reading.absent() : Reading.of(new TreeMap<>(group.marks));
  }

  @Override
  public void setMark(Hierarchy hierarchy, String path, String name, String value)
      throws KernelException {
    String call = "mark " + name + "=" + value;
    change(
        call,
        call,
        hierarchy,
        path,
        () -> existing(hierarchy, path).marks.putAll(Marks.of(Map.of(name, value))));
  }
}
