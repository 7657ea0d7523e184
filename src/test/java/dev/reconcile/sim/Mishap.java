package dev.reconcile.sim;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.live.Hierarchy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** What happens to a host between two runs. */
enum Mishap {
  KILL_INIT,
  KILL_MONITOR,
  KILL_BOTH,
  ZOMBIE,
  PID_REUSED,
  TAMPER_LIMIT,
  ALLOW_DEVICES,
  TEAR_STATUS,
  DROP_STATUS,
  DROP_PROGRAM,
  TAMPER_INIT_LAYER,
  RENAME_HOST,
  STRAY,
  LOSE_EMPTY_GROUP,
  LOSE_MARKS_OF_EMPTY_GROUP,
  LOSE_INVENTORY,
  LEFT_DRAFT,
  REBOOT,
  TIME_PASSES;

  void happen(Sim sim, Random random) {
    FakeKernel kernel = sim.kernel;
    FakeMonitor monitor = pick(List.copyOf(kernel.monitors().alive.values()), random);
    switch (this) {
      case KILL_INIT -> killInit(kernel, monitor);
      case KILL_MONITOR -> killMonitor(kernel, monitor);
      case KILL_BOTH -> {
        killMonitor(kernel, monitor);
        killInit(kernel, monitor);
      }
      case ZOMBIE -> zombie(kernel, monitor);
      case PID_REUSED -> reuse(kernel, monitor);
      case TAMPER_LIMIT -> tamper(sim, random);
      case ALLOW_DEVICES -> allowDevices(sim, random);
      case TEAR_STATUS -> tear(kernel, monitor, random);
      case DROP_STATUS -> drop(kernel, monitor, "status");
      case DROP_PROGRAM -> drop(kernel, monitor, "program");
      case TAMPER_INIT_LAYER -> tamperInitLayer(kernel, random);
      case RENAME_HOST -> {
        if (monitor != null
            && monitor.init != null
            && monitor.program.all("hostname").size() == 1) {
          monitor.init.hostname = "changed";
        }
      }
      case STRAY -> stray(kernel, monitor, random);
      case LOSE_EMPTY_GROUP -> loseEmptyGroup(kernel, random, true);
      case LOSE_MARKS_OF_EMPTY_GROUP -> loseEmptyGroup(kernel, random, false);
      case LOSE_INVENTORY -> sim.file.content = null;
      case LEFT_DRAFT -> {
        if (monitor != null) {
          Path draft = monitor.directory.resolve(".program.new");
          kernel.files().seedFile(draft, new byte[3], 0600);
        }
      }
      case REBOOT -> kernel.reboot();
      case TIME_PASSES -> kernel.settle();
    }
  }

  private static <T> @Nullable T pick(List<T> from, Random random) {
    return from.isEmpty() ? null : from.get(random.nextInt(from.size()));
  }

  /**
   * Moved to the root of one hierarchy; out of all of them it could not be told from a stranger.
   */
  private static void stray(FakeKernel kernel, @Nullable FakeMonitor monitor, Random random) {
    FakeProcess init = monitor == null ? null : monitor.init;
    List<Hierarchy> hierarchies = kernel.cgroups().host().hierarchies();
    long elsewhere =
        init == null ? 0 : init.cgroups.values().stream().filter(path -> path.equals("/")).count();
    Hierarchy out = pick(hierarchies, random);
    if (init != null && out != null && elsewhere + 1 < hierarchies.size()) {
      init.cgroups.put(out.id(), "/");
    }
  }

  private static void killInit(FakeKernel kernel, @Nullable FakeMonitor monitor) {
    FakeProcess init = monitor == null ? null : monitor.init;
    if (init != null) {
      kernel.kill(init);
    }
  }

  private static void killMonitor(FakeKernel kernel, @Nullable FakeMonitor monitor) {
    if (monitor != null) {
      kernel.monitors().kill(monitor);
    }
  }

  /** Dead, and nobody has reaped it. */
  private static void zombie(FakeKernel kernel, @Nullable FakeMonitor monitor) {
    FakeProcess init = monitor == null ? null : monitor.init;
    if (monitor != null && init != null) {
      kernel.monitors().kill(monitor);
      kernel.processes().end(init);
      init.state = 'Z';
      init.mounts.clear();
      kernel.processes().table.put(init.pid, init);
    }
  }

  /** A stranger gets PID 1's number. */
  private static void reuse(FakeKernel kernel, @Nullable FakeMonitor monitor) {
    FakeProcess init = monitor == null ? null : monitor.init;
    if (monitor != null && init != null) {
      kernel.monitors().kill(monitor);
      kernel.processes().end(init);
      kernel.processes().spawnAs(init.pid, 1, "stranger");
    }
  }

  /** Somebody doubles what a file of ours says. */
  private static void tamper(Sim sim, Random random) {
    List<FakeGroup> groups = ours(sim.kernel);
    FakeGroup group = pick(groups, random);
    if (group == null) {
      return;
    }
    for (String file : List.of("pids.max", "memory.max", "memory.limit_in_bytes")) {
      String text = group.files.get(file);
      // A file that we never set would rightly be left as it is.
      if (text != null && !text.equals("max") && !text.equals(ControlFiles.V1_UNLIMITED)) {
        try {
          String half = Long.toString(Long.parseLong(text) / 2);
          sim.kernel.cgroups().put(group.hierarchy, group.path, file, half);
        } catch (Refused e) {
          throw new IllegalStateException(e);
        }
      }
    }
  }

  /** Somebody lets a container have all devices. */
  private static void allowDevices(Sim sim, Random random) {
    List<FakeGroup> narrow = new ArrayList<>();
    for (FakeGroup group : ours(sim.kernel)) {
      String list = group.files.getOrDefault(DeviceChange.FILE, DefaultDevices.EVERYTHING);
      String program = group.files.getOrDefault(DeviceRules.FILE, DeviceRules.NO_PROGRAM);
      if (!list.equals(DefaultDevices.EVERYTHING) || !program.equals(DeviceRules.NO_PROGRAM)) {
        narrow.add(group);
      }
    }
    FakeGroup group = pick(narrow, random);
    if (group != null && group.children.isEmpty()) {
      boolean v1 = group.files.containsKey(DeviceChange.FILE);
      group.files.put(
          v1 ? DeviceChange.FILE : DeviceRules.FILE,
          v1 ? DefaultDevices.EVERYTHING : DeviceRules.NO_PROGRAM);
    }
  }

  private static List<FakeGroup> ours(FakeKernel kernel) {
    List<FakeGroup> ours = new ArrayList<>();
    for (Hierarchy hierarchy : kernel.cgroups().host().hierarchies()) {
      kernel
          .cgroups()
          .all(hierarchy)
          .forEach(
              (path, group) -> {
                if (path.startsWith(Sim.CGROUP_ROOT + "/")) {
                  ours.add(group);
                }
              });
    }
    return ours;
  }

  private static void tear(FakeKernel kernel, @Nullable FakeMonitor monitor, Random random) {
    if (monitor == null) {
      return;
    }
    Path status = monitor.directory.resolve("status");
    FakeFiles.Node node = kernel.files().nodes.get(status);
    if (node != null) {
      int length = random.nextInt(node.content().length + 1);
      kernel.files().seedFile(status, Arrays.copyOf(node.content(), length), 0600);
    }
  }

  private static void drop(FakeKernel kernel, @Nullable FakeMonitor monitor, String file) {
    if (monitor != null) {
      kernel.files().drop(monitor.directory.resolve(file));
    }
  }

  private static void tamperInitLayer(FakeKernel kernel, Random random) {
    List<Path> files = new ArrayList<>();
    kernel
        .files()
        .nodes
        .forEach(
            (path, node) -> {
              if (path.startsWith(Sim.STATE_DIR) && path.endsWith(Path.of("init/etc/hosts"))) {
                files.add(path);
              }
            });
    Path file = pick(files, random);
    if (file != null) {
      kernel.files().seedFile(file, "tampered\n".getBytes(StandardCharsets.UTF_8), 0644);
    }
  }

  /** Its monitor is about to start the container again: then an unmarked group has a process. */
  private static boolean isAwaited(FakeKernel kernel, FakeGroup group) {
    String name = group.path.substring(group.path.lastIndexOf('/') + 1);
    return kernel.monitors().alive.values().stream()
        .anyMatch(monitor -> monitor.name().equals(name));
  }

  /** Those after which it can still be told what is ours: neither records nor marks are lost. */
  static List<Mishap> tellable(List<Mishap> mishaps) {
    List<Mishap> tellable = new ArrayList<>(mishaps);
    tellable.removeAll(List.of(LOSE_INVENTORY, LOSE_MARKS_OF_EMPTY_GROUP));
    return tellable;
  }

  private static void loseEmptyGroup(FakeKernel kernel, Random random, boolean whole) {
    List<FakeGroup> empty = new ArrayList<>();
    for (FakeGroup group : ours(kernel)) {
      if (group.children.isEmpty()
          && kernel.cgroups().members(group.hierarchy, group.path).isEmpty()
          && (whole || !isAwaited(kernel, group))) {
        empty.add(group);
      }
    }
    FakeGroup group = pick(empty, random);
    if (group != null && whole) {
      try {
        kernel.cgroups().rmdir(group.hierarchy, group.path);
      } catch (Refused e) {
        throw new IllegalStateException(e);
      }
    } else if (group != null) {
      group.marks.clear();
    }
  }
}
