package dev.reconcile.execute;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.MountSpec;
import dev.reconcile.model.Container.NamespaceMode;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.RootfsSpec;
import dev.reconcile.model.RootfsSpec.ArchiveLayer;
import dev.reconcile.model.RootfsSpec.DirectoryLayer;
import dev.reconcile.model.RootfsSpec.Layer;
import dev.reconcile.model.RootfsSpec.Writable;
import dev.reconcile.model.RootfsSpec.WritableType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The file system part of a container program. */
final class ContainerMounts {
  private static final String NO_SUID_EXEC_DEV = "nosuid,noexec,nodev";

  /**
   * mount_setattr(2) attributes, as mount(8) spells them; every other option is the file system's
   * own.
   */
  private static final Set<String> ATTRIBUTES =
      Set.of(
          "ro",
          "nosuid",
          "nodev",
          "noexec",
          "noatime",
          "relatime",
          "strictatime",
          "nodiratime",
          "nosymfollow");

  /** Words that only undo an attribute or ask for the default. */
  private static final Set<String> DEFAULTS =
      Set.of("rw", "suid", "dev", "exec", "atime", "diratime", "defaults", "bind", "rbind");

  private final Container container;
  private final ProgramContext context;
  private final ProgramBuilder program;

  ContainerMounts(Container container, ProgramContext context, ProgramBuilder program) {
    this.container = container;
    this.context = context;
    this.program = program;
  }

  /** The overlay: lowers topmost first, the init layer above all of them. */
  void root(RootfsSpec rootfs) {
    program.add("scratch", context.scratch().toString());
    Path directory = context.containerDirectory(container.metadata().name());
    List<String> lowers = new ArrayList<>();
    lowers.add(directory.resolve("init").toString());
    int wraps = 0;
    for (int i = rootfs.layers().size() - 1; i >= 0; i--) {
      String layer = layerPath(rootfs.layers().get(i));
      if (contains(layer, context.stateDir()) || containsAnother(layer, rootfs.layers())) {
        program.add("wrap", Integer.toString(wraps), layer);
        lowers.add("wrap:" + wraps++);
      } else {
        lowers.add(layer);
      }
    }
    Writable writable = rootfs.writable();
    WritableType type = writable == null ? WritableType.EPHEMERAL : writable.type();
    String upper =
        switch (type) {
          case EPHEMERAL, PERSISTENT -> directory.resolve("upper").toString();
          case TMPFS -> "tmpfs:" + (writable == null ? 0 : writable.size());
          case NONE -> "";
        };
    boolean onDisk = type == WritableType.EPHEMERAL || type == WritableType.PERSISTENT;
    program.add(lowers, "overlay", upper, onDisk ? directory.resolve("work").toString() : "");
  }

  private String layerPath(Layer layer) {
    return switch (layer) {
      case DirectoryLayer(String path) -> path;
      case ArchiveLayer(String path, String digest) -> {
        if (digest == null) {
          throw new IllegalStateException("layer " + path + " has not been prepared");
        }
        yield context.layerDirectory(digest).toString();
      }
    };
  }

  private boolean containsAnother(String layer, List<Layer> layers) {
    return layers.stream()
        .map(this::layerPath)
        .anyMatch(other -> !other.equals(layer) && contains(layer, Path.of(other)));
  }

  /** overlayfs refuses layers of which one contains another (ELOOP), on one file system. */
  private static boolean contains(String layer, Path path) {
    return path.startsWith(Path.of(layer));
  }

  /** What every container with a root file system gets; runtime-spec, "Default Filesystems". */
  void defaults() {
    program.add("mount", "/proc", "proc", NO_SUID_EXEC_DEV);
    program.add("mount", "/dev", "tmpfs", "nosuid,strictatime", "mode=755", "size=65536k");
    devices();
    program.add(
        "mount",
        "/dev/pts",
        "devpts",
        "nosuid,noexec",
        "newinstance",
        "ptmxmode=0666",
        "mode=0620",
        "gid=5");
    program.add("mount", "/dev/shm", "tmpfs", NO_SUID_EXEC_DEV, "mode=1777", "size=65536k");
    program.add("mount", "/dev/mqueue", "mqueue", NO_SUID_EXEC_DEV);
    program.add("mount", "/sys", "sysfs", "ro," + NO_SUID_EXEC_DEV);
  }

  private void devices() {
    device("null", 1, 3);
    device("zero", 1, 5);
    device("full", 1, 7);
    device("random", 1, 8);
    device("urandom", 1, 9);
    device("tty", 5, 0);
    program.add("symlink", "/dev/ptmx", "pts/ptmx");
    program.add("symlink", "/dev/fd", "/proc/self/fd");
    program.add("symlink", "/dev/stdin", "/proc/self/fd/0");
    program.add("symlink", "/dev/stdout", "/proc/self/fd/1");
    program.add("symlink", "/dev/stderr", "/proc/self/fd/2");
  }

  private void device(String name, int major, int minor) {
    program.add(
        "mknod", "/dev/" + name, "c", Integer.toString(major), Integer.toString(minor), "0666");
  }

  /** Without a rootfs only what a private namespace requires differs from the host's tree. */
  void hostRootDefaults() {
    if (isPrivate(NamespaceType.PID)) {
      program.add("mount", "/proc", "proc", NO_SUID_EXEC_DEV);
    }
    if (isPrivate(NamespaceType.NET)) {
      program.add("mount", "/sys", "sysfs", "ro," + NO_SUID_EXEC_DEV);
    }
    if (isPrivate(NamespaceType.IPC) && context.hostHasMqueue()) {
      program.add("mount", "/dev/mqueue", "mqueue", NO_SUID_EXEC_DEV);
    }
  }

  /** The manifest's mounts, in its order. */
  void fromManifest() {
    for (MountSpec mount : container.mounts()) {
      List<String> attributes = new ArrayList<>();
      List<String> data = new ArrayList<>();
      if (mount.readOnly()) {
        attributes.add("ro");
      }
      for (String option : mount.options()) {
        if (ATTRIBUTES.contains(option)) {
          attributes.add(option);
        } else if (!DEFAULTS.contains(option)) {
          data.add(option);
        }
      }
      String joined = String.join(",", attributes);
      if (mount.type().equals("tmpfs")) {
        program.add(data, "mount", mount.target(), "tmpfs", joined);
      } else {
        String source = mount.source() == null ? "" : mount.source();
        String propagation = mount.propagation() == null ? "" : mount.propagation();
        program.add(
            "bind",
            mount.target(),
            source,
            joined,
            propagation,
            mount.recursive() ? "recursive" : "");
      }
    }
  }

  /** Each hierarchy read-only at its usual place, with the container's group as root. */
  void cgroupFs() {
    String attributes = "ro," + NO_SUID_EXEC_DEV;
    CgroupHost host = context.host();
    if (host.mode() == CgroupHost.Mode.UNIFIED) {
      program.add("cgroup-mount", "/sys/fs/cgroup", "2", attributes);
      return;
    }
    if (host.hierarchies().isEmpty()) {
      return;
    }
    program.add("mount", "/sys/fs/cgroup", "tmpfs", NO_SUID_EXEC_DEV, "mode=755", "size=64k");
    for (Hierarchy hierarchy : host.hierarchies()) {
      String target = "/sys/fs/cgroup/" + Path.of(hierarchy.mountPoint()).getFileName();
      // With the host's own tree as root, a mount makes no target for itself.
      program.add("dir", target, "0755", "0", "0");
      if (hierarchy.version() == 2) {
        program.add("cgroup-mount", target, "2", attributes);
      } else if (hierarchy.controllers().isEmpty()) {
        program.add("cgroup-mount", target, "1", attributes, "name=" + hierarchy.name());
      } else {
        program.add(hierarchy.controllers(), "cgroup-mount", target, "1", attributes);
      }
    }
  }

  /** Masked and read-only paths; without a rootfs also our own directories. */
  void protectedPaths() {
    List<String> readonly = container.readonlyPaths();
    for (String path : readonly == null ? ContainerDefaults.READONLY_PATHS : readonly) {
      program.add("readonly", path);
    }
    List<String> masked = container.maskedPaths();
    for (String path : masked == null ? ContainerDefaults.MASKED_PATHS : masked) {
      program.add("mask", path);
    }
    if (container.rootfs() == null) {
      program.add("mask", context.stateDir().toString());
      program.add("mask", context.runDir().toString());
    }
  }

  private boolean isPrivate(NamespaceType type) {
    return container.namespaces().get(type) == NamespaceMode.PRIVATE;
  }
}
