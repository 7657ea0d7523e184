package dev.reconcile.plan;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Digests;
import dev.reconcile.model.InitLayerFiles;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;

/**
 * A host as plain data: it takes a plan's steps as a kernel would, and refuses what a kernel
 * refuses.
 */
final class ModelHost {
  static final String ROOT = "/reconcile";
  static final String STATE_DIR = "/var/lib/reconcile";
  static final Owner OWNER = Owner.applySet("default");

  CgroupHost hierarchies;
  final ModelMounts mounts;
  final SortedMap<String, ModelTree> trees = new TreeMap<>();
  final SortedMap<String, ModelContainer> containers = new TreeMap<>();
  final List<String> refused = new ArrayList<>();
  private int nextPid = 100;

  ModelHost(CgroupHost hierarchies) {
    this.hierarchies = hierarchies;
    this.mounts = new ModelMounts(hierarchies);
    for (Hierarchy hierarchy : hierarchies.hierarchies()) {
      trees.put(hierarchy.id(), new ModelTree(hierarchy));
    }
  }

  /** A container's processes and directory. */
  static final class ModelContainer {
    int pid;
    int monitor;
    boolean directory;
    String phase = "";
    String hostname = "";
    String leaf = "";
    SortedMap<String, String> initLayer = new TreeMap<>();
    SortedMap<String, String> rlimits = new TreeMap<>(Map.of("NOFILE", "1024 4096"));
  }

  LiveState live(DesiredState desired, Inventory inventory) {
    SortedMap<String, LiveCgroup> groups = new TreeMap<>();
    Needs.of(desired, inventory, hierarchies, ROOT)
        .forEach((path, files) -> groups.put(path, group(path, files)));
    SortedMap<ResourceId, LiveContainer> live = new TreeMap<>();
    CgroupPaths paths = new CgroupPaths(desired, inventory, ROOT);
    SortedMap<ResourceId, dev.reconcile.model.Resource> all = new TreeMap<>(desired.resources());
    inventory
        .entries()
        .forEach(
            (id, entry) -> {
              if (entry.newest() != null) {
                all.putIfAbsent(id, entry.newest());
              }
            });
    all.forEach(
        (id, resource) -> {
          if (resource instanceof Container container) {
            String leaf = paths.of(container);
            if (leaf != null && groups.containsKey(leaf)) {
              live.put(id, container(id.name(), groups.get(leaf)));
            }
          }
        });
    return new LiveState(
        "boot",
        hierarchies,
        Reading.absent(),
        groups,
        live,
        Reading.of("nameserver 10.0.0.1\n"),
        HostParts.UNSEEN,
        List.of("SYS_RESOURCE"),
        mounts.live(),
        List.of());
  }

  private LiveCgroup group(String path, SortedMap<String, SortedSet<String>> files) {
    SortedMap<String, LiveCgroup.Directory> directories = new TreeMap<>();
    trees.forEach(
        (id, tree) -> {
          if (tree.exists(path)) {
            directories.put(
                id, tree.directory(path, files.getOrDefault(id, new java.util.TreeSet<>())));
          }
        });
    return new LiveCgroup(path, directories);
  }

  private LiveContainer container(String name, LiveCgroup leaf) {
    ModelContainer model = containers.getOrDefault(name, new ModelContainer());
    LiveProcess init =
        model.pid == 0
            ? null
            : new LiveProcess(
                model.pid,
                7,
                'S',
                new TreeMap<>(),
                Reading.absent(),
                Reading.absent(),
                Reading.of(model.hostname),
                Reading.of(model.rlimits));
    Reading<MonitorStatus> status =
        model.phase.isEmpty()
            ? Reading.absent()
            : Reading.of(new MonitorStatus(new TreeMap<>(Map.of("phase", model.phase))));
    return new LiveContainer(
        leaf, init, model.monitor, status, model.directory, model.directory, model.initLayer);
  }

  DiffRequest request(
      DesiredState desired,
      Set<ResourceId> delete,
      Inventory inventory,
      DiffRequest.Options options) {
    return new DiffRequest(
        desired, delete, live(desired, inventory), inventory, OWNER, options, ROOT, STATE_DIR);
  }

  /** Carries out one step. */
  void perform(Step step) {
    try {
      perform(step.action());
    } catch (IllegalStateException e) {
      refused.add(step.number() + " " + e.getMessage());
    }
  }

  private void perform(Action action) {
    switch (action) {
      case Action.MakeCgroup make ->
          make.hierarchies().forEach(h -> tree(h).make(make.path(), make.marks()));
      case Action.MarkCgroup mark ->
          mark.hierarchies().forEach(h -> tree(h).mark(mark.path(), mark.marks()));
      case Action.EnableControllers enable ->
          tree("v2").enable(enable.path(), enable.controllers());
      case Action.WriteLimit write -> write(write);
      case Action.SetUnitProperties set -> write(set.write());
      case Action.ResetUnitProperties ignored -> throw new AssertionError("no systemd: " + action);
      case Action.Delegate delegate -> throw new AssertionError("no systemd: " + delegate);
      case Action.EndDelegation end -> throw new AssertionError("no systemd: " + end);
      case Action.RemoveCgroup remove ->
          remove.hierarchies().forEach(h -> tree(h).remove(remove.path()));
      case Action.PrepareContainer prepare -> prepare(prepare.container());
      case Action.StartContainer start -> start(start);
      case Action.AdoptContainer adopt -> named(adopt.container()).monitor = nextPid++;
      case Action.RewriteInitFiles rewrite -> writeInitLayer(rewrite.container());
      case Action.SignalProcess ignored -> {}
      case Action.ReloadMonitor ignored -> {}
      case Action.SetHostname set -> named(set.container()).hostname = set.hostname();
      case Action.SetRlimit set ->
          named(set.container()).rlimits.put(set.type(), set.soft() + " " + set.hard());
      case Action.StopContainer stop -> stop(stop.name());
      case Action.KillCgroup kill -> kill(kill.path());
      case Action.RemoveContainerFiles remove -> containers.remove(remove.name());
      case Action.RestoreOriginal restore ->
          tree(restore.hierarchy()).write(restore.path(), restore.file(), restore.value());
      case Action.MountHierarchy mount -> {
        mounts.mount(mount);
        trees.putIfAbsent(mount.hierarchy().id(), new ModelTree(mount.hierarchy()));
        hierarchies = mounts.host();
      }
      case Action.PlaceProcesses place ->
          throw new IllegalStateException("no such processes here: " + place.processes());
      case Action.ReturnProcesses back ->
          back.hierarchies().forEach(h -> tree(h).kill(back.path()));
      case Action.SetHierarchyOptions set -> mounts.setOptions(set.options());
      case Action.JoinHierarchies join -> {
        for (int pid : tree(join.present()).processes(join.path())) {
          join.hierarchies().forEach(h -> tree(h).attach(join.path(), pid));
        }
      }
      case Action.ClearHierarchy clear ->
          clear
              .paths()
              .forEach(
                  path -> {
                    tree(clear.hierarchy()).kill(path);
                    tree(clear.hierarchy()).remove(path);
                  });
      case Action.UnmountHierarchy unmount -> {
        mounts.unmount(unmount);
        hierarchies = mounts.host();
        if (unmount.released() && tree(unmount.hierarchy()).paths().size() > 1) {
          throw new IllegalStateException(unmount.hierarchy().id() + " lingers");
        }
        if (unmount.released()) {
          trees.remove(unmount.hierarchy().id());
        }
      }
      case Action.Record ignored -> {}
    }
  }

  private void write(Action.WriteLimit write) {
    String read = tree(write.hierarchy()).write(write.path(), write.file(), write.value());
    if (!read.equals(write.expected())) {
      throw new IllegalStateException(
          write.file()
              + ": wrote "
              + write.value()
              + ", expected "
              + write.expected()
              + ", reads "
              + read);
    }
  }

  private void prepare(Container container) {
    ModelContainer model = named(container);
    model.directory = true;
    writeInitLayer(container);
  }

  private void writeInitLayer(Container container) {
    ModelContainer model = named(container);
    model.initLayer = new TreeMap<>();
    InitLayerFiles.of(container, "nameserver 10.0.0.1\n")
        .forEach((path, file) -> model.initLayer.put(path, Digests.file(file)));
  }

  private void start(Action.StartContainer start) {
    ModelContainer model = named(start.container());
    if (!model.directory || model.pid != 0) {
      throw new IllegalStateException("start of " + start.leaf() + ": not prepared, or running");
    }
    if (!trees.containsKey(monitorsIn()) || !tree(monitorsIn()).exists(ROOT + "/.monitors")) {
      throw new IllegalStateException("start of " + start.leaf() + ": nowhere to put the monitor");
    }
    int pid = nextPid++;
    trees.values().forEach(tree -> tree.attach(start.leaf(), pid));
    model.pid = pid;
    model.monitor = nextPid++;
    model.phase = "running";
    model.leaf = start.leaf();
    String hostname = start.container().hostname();
    model.hostname = hostname == null ? "" : hostname;
  }

  private String monitorsIn() {
    return hierarchies.hierarchies().getFirst().id();
  }

  private void stop(String name) {
    ModelContainer model = running(name);
    kill(model.leaf);
    model.monitor = 0;
    model.phase = "stopped";
  }

  ModelContainer running(String name) {
    ModelContainer model = containers.get(name);
    if (model == null) {
      throw new IllegalStateException("no container " + name);
    }
    return model;
  }

  /** What a foreign kill -9 does to process and monitor at once. */
  void crash(String name) {
    ModelContainer model = running(name);
    kill(model.leaf);
    model.monitor = 0;
  }

  private void kill(String path) {
    trees.values().forEach(tree -> tree.kill(path));
    containers
        .values()
        .forEach(
            model -> {
              if (model.leaf.equals(path)) {
                model.pid = 0;
              }
            });
  }

  private ModelContainer named(Container container) {
    return containers.computeIfAbsent(container.metadata().name(), name -> new ModelContainer());
  }

  ModelTree tree(Hierarchy hierarchy) {
    return tree(hierarchy.id());
  }

  ModelTree tree(String id) {
    ModelTree tree = trees.get(id);
    if (tree == null) {
      throw new IllegalStateException("no hierarchy " + id);
    }
    return tree;
  }

  static ResourceId container(String name) {
    return new ResourceId(Kind.CONTAINER, name);
  }
}
