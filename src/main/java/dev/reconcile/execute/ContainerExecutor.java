package dev.reconcile.execute;

import dev.reconcile.fields.Names;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.kernel.process.Frames;
import dev.reconcile.kernel.process.Monitors.Started;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.InlineRootfs;
import dev.reconcile.model.InitLayerFiles;
import dev.reconcile.model.RootfsSpec;
import dev.reconcile.plan.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Steps on containers. */
final class ContainerExecutor {
  private final Kernel kernel;
  private final FileTree files;
  private final ProgramContext context;
  private final Reading<String> hostResolvConf;
  private final String cgroupRoot;
  private final String monitorsGroup;
  private final ContainerFiles containers;
  private boolean joined;

  ContainerExecutor(
      Kernel kernel, ProgramContext context, Reading<String> hostResolvConf, String cgroupRoot) {
    this.kernel = kernel;
    this.files = kernel.files();
    this.context = context;
    this.hostResolvConf = hostResolvConf;
    this.containers = new ContainerFiles(files, context, hostResolvConf);
    this.cgroupRoot = cgroupRoot;
    this.monitorsGroup = cgroupRoot.equals("/") ? "/.monitors" : cgroupRoot + "/.monitors";
  }

  void prepare(Action.PrepareContainer prepare) throws IOException {
    Container container = prepare.container();
    containers.prepare(container);
    byte[] program = Frames.program(program(container, prepare.leaf()));
    files.writeInPlace(directory(container).resolve("program"), program, 0600, 0, 0);
  }

  /** The same as instructions, for the helper to carry out; null when it cannot. */
  @Nullable List<List<String>> prepareLine(Action.PrepareContainer prepare) throws IOException {
    Container container = prepare.container();
    FileLine line = new FileLine(files);
    containers.in(line).prepare(container);
    return line.withProgram(
        directory(container).resolve("program"), program(container, prepare.leaf()));
  }

  private List<List<String>> program(Container container, String leaf) {
    return ContainerProgram.compile(container, leaf, context);
  }

  /** Whether the helper is where monitors are to be born: then starts can be sent ahead. */
  boolean isJoined() {
    return joined;
  }

  CompletableFuture<Started> start(Action.StartContainer start) throws KernelException {
    enterMonitorsGroup();
    return kernel.monitors().start(directory(start.container()));
  }

  CompletableFuture<Started> adopt(Action.AdoptContainer adopt) throws KernelException {
    enterMonitorsGroup();
    return kernel.monitors().adopt(directory(adopt.container()), adopt.pid(), adopt.startTime());
  }

  /** Monitors are born where the helper is. */
  private void enterMonitorsGroup() throws KernelException {
    if (joined) {
      return;
    }
    List<Path> attachFiles = new ArrayList<>();
    for (Hierarchy hierarchy : context.host().hierarchies()) {
      if (kernel.cgroups().exists(hierarchy, monitorsGroup)) {
        attachFiles.add(Path.of(hierarchy.attachFile(monitorsGroup)));
      }
    }
    kernel.monitors().join(attachFiles);
    joined = true;
  }

  /** Whether a group is no object's: the monitors' or the cgroup root. */
  boolean isShared(String path) {
    return isMonitorsGroup(path) || path.equals(cgroupRoot);
  }

  boolean isMonitorsGroup(String path) {
    return path.equals(monitorsGroup);
  }

  /** The helper lives in the monitors' group, which can only go without it. */
  void leaveMonitorsGroup() {
    kernel.monitors().leave();
    joined = false;
  }

  void rewriteInitFiles(Action.RewriteInitFiles rewrite) throws IOException {
    Container container = rewrite.container();
    if (!(container.rootfs() instanceof InlineRootfs(RootfsSpec rootfs))) {
      return;
    }
    Path directory = directory(container);
    SortedMap<String, InitLayerFiles.Content> wanted =
        InitLayerFiles.of(container, hostResolvConf.orNull());
    SortedMap<String, InitLayerFiles.Content> some = new TreeMap<>(wanted);
    some.keySet().retainAll(rewrite.paths());
    InitLayer initLayer = containers.initLayer(rootfs, directory);
    for (String path : rewrite.paths()) {
      if (!wanted.containsKey(path)) {
        files.removeTree(initLayer.place(path));
      }
    }
    initLayer.write(some);
  }

  void signal(Action.SignalProcess signal) throws KernelException {
    int number = Names.signalNumber(signal.signal());
    kernel.monitors().signal(signal.pid(), signal.startTime(), number);
  }

  void reload(Action.ReloadMonitor reload) throws IOException {
    Path directory = directory(reload.container());
    // By rename: the running monitor keeps the old one open until it is told.
    byte[] program = Frames.program(program(reload.container(), reload.leaf()));
    files.replaceDurably(directory.resolve("program"), program, 0600);
    // None lives when a process that has lost its monitor is about to get another one.
    if (reload.monitor() > 0) {
      kernel.monitors().reload(directory, reload.monitor());
    }
  }

  void setHostname(Action.SetHostname set) throws KernelException {
    kernel.monitors().setHostname(set.pid(), set.startTime(), set.hostname());
  }

  void setRlimit(Action.SetRlimit set) throws KernelException {
    kernel.monitors().setRlimit(set.pid(), set.startTime(), set.type(), set.soft(), set.hard());
  }

  void stop(Action.StopContainer stop) throws KernelException {
    kernel.monitors().stop(context.containerDirectory(stop.name()), stop.monitor());
  }

  void removeFiles(Action.RemoveContainerFiles remove) throws IOException {
    Path directory = context.containerDirectory(remove.name());
    if (!remove.keepWritable()) {
      files.removeTree(directory);
      return;
    }
    for (String name : files.list(directory)) {
      if (!name.equals("upper") && !name.equals("work")) {
        files.removeTree(directory.resolve(name));
      }
    }
  }

  /** The same as instructions; null when the helper cannot. */
  @Nullable List<List<String>> removeFilesLine(Action.RemoveContainerFiles remove) {
    Path directory = context.containerDirectory(remove.name());
    return remove.keepWritable() ? null : List.of(List.of("remove", directory.toString()));
  }

  Path directory(Container container) {
    return context.containerDirectory(container.metadata().name());
  }
}
