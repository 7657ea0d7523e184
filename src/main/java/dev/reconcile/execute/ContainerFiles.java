package dev.reconcile.execute;

import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.kernel.files.FileTree.Stat;
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
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Container directories: what is in one before its container starts. */
final class ContainerFiles {
  private static final int PRIVATE = 0700;
  private static final Set<String> MADE_ANEW = Set.of("init", "status", "program");

  private final FileTree files;
  private final ProgramContext context;
  private final Reading<String> hostResolvConf;
  private final Map<List<Path>, LowerTree> lowers;

  ContainerFiles(FileTree files, ProgramContext context, Reading<String> hostResolvConf) {
    this(files, context, hostResolvConf, new HashMap<>());
  }

  private ContainerFiles(
      FileTree files,
      ProgramContext context,
      Reading<String> hostResolvConf,
      Map<List<Path>, LowerTree> lowers) {
    this.files = files;
    this.context = context;
    this.hostResolvConf = hostResolvConf;
    this.lowers = lowers;
  }

  /** The same in another tree: what is known of the layers stays known. */
  ContainerFiles in(FileTree other) {
    return new ContainerFiles(other, context, hostResolvConf, lowers);
  }

  /** Everything but the program. */
  void prepare(Container container) throws IOException {
    Path directory = context.containerDirectory(container.metadata().name());
    files.makeDirectories(directory, PRIVATE, 0, 0);
    removeStale(container, directory);
    files.makeDirectories(context.scratch(), PRIVATE, 0, 0);
    for (MountSpec mount : container.mounts()) {
      makeSource(mount);
    }
    if (container.rootfs() instanceof InlineRootfs(RootfsSpec rootfs)) {
      layers(container, rootfs, directory);
    } else {
      // What an earlier spec has left, when a reboot has taken the marks that told of it.
      files.removeTree(directory.resolve("init"));
    }
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

  /** The init layer of a container directory. */
  InitLayer initLayer(RootfsSpec rootfs, Path directory) {
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
}
