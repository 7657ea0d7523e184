package dev.reconcile.execute;

import dev.reconcile.fields.Names;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.kernel.files.FileTree.Stat;
import dev.reconcile.kernel.process.Frames;
import dev.reconcile.kernel.process.Monitors.Started;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.CreateSource;
import dev.reconcile.model.Container.InlineRootfs;
import dev.reconcile.model.Container.MountSpec;
import dev.reconcile.model.InitLayerFiles;
import dev.reconcile.model.RootfsSpec;
import dev.reconcile.model.RootfsSpec.ArchiveLayer;
import dev.reconcile.model.RootfsSpec.DirectoryLayer;
import dev.reconcile.model.RootfsSpec.Layer;
import dev.reconcile.model.RootfsSpec.WritableType;
import dev.reconcile.plan.Action;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/** Steps on containers. */
final class ContainerExecutor {
  private static final int PRIVATE = 0700;
  private static final Set<String> MADE_ANEW = Set.of("init", "status", "program");

  private final Kernel kernel;
  private final FileTree files;
  private final ProgramContext context;
  private final Reading<String> hostResolvConf;
  private final String monitorsGroup;
  private final Map<List<Path>, LowerTree> lowers = new HashMap<>();
  private boolean joined;
  private boolean scratchMade;

  ContainerExecutor(
      Kernel kernel, ProgramContext context, Reading<String> hostResolvConf, String cgroupRoot) {
    this.kernel = kernel;
    this.files = kernel.files();
    this.context = context;
    this.hostResolvConf = hostResolvConf;
    this.monitorsGroup = cgroupRoot.equals("/") ? "/.monitors" : cgroupRoot + "/.monitors";
  }

  void prepare(Action.PrepareContainer prepare) throws IOException {
    Container container = prepare.container();
    Path directory = directory(container);
    files.makeDirectories(directory, PRIVATE, 0, 0);
    removeStale(container, directory);
    if (!scratchMade) {
      files.makeDirectories(context.scratch(), PRIVATE, 0, 0);
      scratchMade = true;
    }
    for (MountSpec mount : container.mounts()) {
      makeSource(mount);
    }
    if (container.rootfs() instanceof InlineRootfs(RootfsSpec rootfs)) {
      layers(container, rootfs, directory);
    } else {
      // What an earlier spec has left, when a reboot has taken the marks that told of it.
      files.removeTree(directory.resolve("init"));
    }
    byte[] program = program(container, prepare.leaf());
    files.writeInPlace(directory.resolve("program"), program, 0600, 0, 0);
  }

  /** What an earlier run of this container left; its log stays, and a persistent layer. */
  private void removeStale(Container container, Path directory) throws IOException {
    boolean keepWritable =
        container.rootfs() instanceof InlineRootfs(RootfsSpec rootfs)
            && writableType(rootfs) == WritableType.PERSISTENT;
    for (String name : files.list(directory)) {
      boolean writable = name.equals("upper") || name.equals("work");
      if (MADE_ANEW.contains(name) || (writable && !keepWritable)) {
        files.removeTree(directory.resolve(name));
      }
    }
  }

  private static WritableType writableType(RootfsSpec rootfs) {
    return rootfs.writable() == null ? WritableType.EPHEMERAL : rootfs.writable().type();
  }

  private void makeSource(MountSpec mount) throws IOException {
    CreateSource create = mount.create();
    String source = mount.source();
    if (create != null && source != null && !files.exists(Path.of(source))) {
      files.makeDirectories(Path.of(source), create.mode(), create.uid(), create.gid());
    }
  }

  /**
   * A new container starts with a fresh init layer, and with a fresh writable one unless that is to
   * be kept.
   */
  private void layers(Container container, RootfsSpec rootfs, Path directory) throws IOException {
    files.makeDirectories(directory.resolve("init"), 0755, 0, 0);
    WritableType type = writableType(rootfs);
    InitLayer initLayer = initLayer(rootfs, directory);
    if (type == WritableType.EPHEMERAL || type == WritableType.PERSISTENT) {
      files.makeDirectories(directory.resolve("upper"), 0755, 0, 0);
      files.makeDirectories(directory.resolve("work"), PRIVATE, 0, 0);
    }
    for (Layer layer : rootfs.layers()) {
      if (layer instanceof DirectoryLayer(String path)) {
        hide(initLayer, Path.of(path), context.stateDir());
        hide(initLayer, Path.of(path), context.runDir());
      }
    }
    initLayer.write(InitLayerFiles.of(container, hostResolvConf.orNull()));
    if (type == WritableType.NONE) {
      mountPoints(container, initLayer);
    }
  }

  /** A read-only root cannot make what an image lacks to mount on; the init layer below it can. */
  private void mountPoints(Container container, InitLayer initLayer) throws IOException {
    for (String directory : List.of("/proc", "/sys", "/dev")) {
      initLayer.mountPoint(directory, true);
    }
    for (MountSpec mount : container.mounts()) {
      Path source = mount.source() == null ? null : Path.of(mount.source());
      boolean directory =
          source == null
              || !(files.stat(source) instanceof Reading.Present<Stat>(Stat stat))
              || stat.type() == FileTree.Type.DIRECTORY;
      initLayer.mountPoint(mount.target(), directory);
    }
  }

  private void hide(InitLayer initLayer, Path layer, Path ours) throws IOException {
    if (ours.startsWith(layer) && !ours.equals(layer)) {
      initLayer.hide(layer.relativize(ours));
    }
  }

  private InitLayer initLayer(RootfsSpec rootfs, Path directory) {
    List<Path> topDown = new ArrayList<>();
    for (int i = rootfs.layers().size() - 1; i >= 0; i--) {
      topDown.add(
          switch (rootfs.layers().get(i)) {
            case DirectoryLayer(String path) -> Path.of(path);
            case ArchiveLayer(String path, String digest) ->
                context.layerDirectory(digest == null ? path : digest);
          });
    }
    LowerTree lower = lowers.computeIfAbsent(topDown, layers -> new LowerTree(files, layers));
    return new InitLayer(files, lower, directory.resolve("init"));
  }

  private byte[] program(Container container, String leaf) {
    return Frames.program(ContainerProgram.compile(container, leaf, context));
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

  /** The helper lives in the monitors' group, which can only go without it. */
  void leaveMonitorsGroup(String removed) {
    if (joined && removed.equals(monitorsGroup)) {
      kernel.monitors().close();
      joined = false;
    }
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
    InitLayer initLayer = initLayer(rootfs, directory);
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
    byte[] program = program(reload.container(), reload.leaf());
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

  private Path directory(Container container) {
    return context.containerDirectory(container.metadata().name());
  }
}
