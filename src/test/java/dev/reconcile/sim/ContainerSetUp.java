package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.MountEntry;
import dev.reconcile.model.NamespaceType;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From a container program to a simulated PID 1; docs/helper-protocol.md, "The container program".
 */
final class ContainerSetUp {
  private final FakeKernel kernel;
  private final Program program;
  private final FakeProcess monitor;

  ContainerSetUp(FakeKernel kernel, FakeMonitor monitor) {
    this.kernel = kernel;
    this.program = monitor.program;
    this.monitor = monitor.process;
  }

  /** PID 1; null when it hangs in a frozen group. */
  @Nullable FakeProcess run() throws Refused {
    layers();
    FakeProcess init = kernel.processes().spawn(monitor.pid, "init-of-container");
    try {
      attach(init);
      if (isFrozen(init)) {
        kernel.processes().end(init);
        return null;
      }
      namespaces(init);
      mounts(init);
      identity(init);
      FakeProcess worker = kernel.processes().spawn(init.pid, "worker");
      worker.mounts.addAll(init.mounts);
      return init;
    } catch (Refused e) {
      kernel.processes().end(init);
      throw e;
    }
  }

  private void attach(FakeProcess init) throws Refused {
    String into = program.setting("into-cgroup");
    if (!into.isEmpty()) {
      kernel.cgroups().attachByFile(init, into + "/cgroup.procs");
    }
    for (List<String> arguments : program.all("attach")) {
      kernel.cgroups().attachByFile(init, arguments.getFirst());
    }
  }

  private boolean isFrozen(FakeProcess init) {
    for (Hierarchy hierarchy : kernel.cgroups().host().hierarchies()) {
      FakeGroup group =
          kernel.cgroups().find(hierarchy, init.cgroups.getOrDefault(hierarchy.id(), "/"));
      if (group != null && group.isFrozen()) {
        return true;
      }
    }
    return false;
  }

  private void namespaces(FakeProcess init) {
    for (String type : program.set("clone")) {
      unshare(init, type);
    }
    for (List<String> types : program.all("unshare")) {
      types.forEach(type -> unshare(init, type));
    }
  }

  private void unshare(FakeProcess init, String type) {
    NamespaceType namespace = NamespaceType.valueOf(type.toUpperCase(Locale.ROOT));
    init.namespaces.put(namespace, kernel.processes().newNamespace());
  }

  /** Every directory that the root file system is made of has to be there. */
  private void layers() throws Refused {
    for (List<String> wrap : program.all("wrap")) {
      directory(wrap.get(1));
    }
    for (List<String> scratch : program.all("scratch")) {
      directory(scratch.getFirst());
    }
    for (List<String> layers : program.all("overlay")) {
      for (String layer : layers) {
        if (layer.startsWith("/")) {
          directory(layer);
        }
      }
    }
    for (List<String> bind : program.all("bind")) {
      if (!bind.getLast().contains("optional") && !kernel.files().exists(Path.of(bind.get(1)))) {
        throw new Refused(Errno.ENOENT);
      }
    }
  }

  private void directory(String path) throws Refused {
    if (!kernel.files().isDirectory(Path.of(path))) {
      throw new Refused(Errno.ENOENT);
    }
  }

  private void mounts(FakeProcess init) {
    for (List<String> ignored : program.all("overlay")) {
      mount(init, "/", "overlay");
    }
    for (List<String> mount : program.all("mount")) {
      mount(init, mount.get(0), mount.get(1));
    }
    for (List<String> bind : program.all("bind")) {
      mount(init, bind.getFirst(), "ext4");
    }
  }

  private static void mount(FakeProcess init, String target, String type) {
    int id = init.mounts.size() + 100;
    init.mounts.add(
        new MountEntry(
            id, 99, "0:" + id, "/", target, List.of("rw"), List.of(), type, type, List.of("rw")));
  }

  private void identity(FakeProcess init) {
    for (List<String> hostname : program.all("hostname")) {
      init.hostname = hostname.getFirst();
    }
    for (List<String> limit : program.all("rlimit")) {
      init.rlimits.put(limit.get(0), limit.get(1) + " " + limit.get(2));
    }
  }
}
