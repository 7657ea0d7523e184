package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.mount.Mounts;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.MountEntry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The simulated mount table, as far as it is about cgroupfs. A v1 hierarchy whose last mount goes
 * while it has groups lingers.
 */
final class FakeMounts implements Mounts {
  private static final int FIRST_ID = 30;

  private final FakeKernel kernel;
  private final List<MountEntry> table = new ArrayList<>();

  /** Hierarchies that the kernel keeps without a mount. */
  final Set<String> lingering = new TreeSet<>();

  private String v2Options = "rw,nsdelegate";
  private int nextId = FIRST_ID;

  FakeMounts(FakeKernel kernel) {
    this.kernel = kernel;
    boot();
  }

  void boot() {
    table.clear();
    lingering.clear();
    v2Options = "rw,nsdelegate";
    for (Hierarchy hierarchy : kernel.shape().host().hierarchies()) {
      String options =
          hierarchy.controllers().isEmpty()
              ? "rw,name=" + hierarchy.name()
              : "rw," + String.join(",", hierarchy.controllers());
      add(
          "cgroup",
          hierarchy.mountPoint(),
          hierarchy.version() == 2 ? "cgroup2" : "cgroup",
          options);
    }
  }

  private void add(String source, String point, String type, String options) {
    int id = nextId++;
    table.add(
        new MountEntry(
            id,
            1,
            "0:" + id,
            "/",
            point,
            List.of("rw"),
            List.of(),
            type,
            source,
            List.of(options.split(",", -1))));
  }

  List<MountEntry> table() {
    List<MountEntry> shown = new ArrayList<>();
    for (MountEntry mount : table) {
      boolean v2 = mount.fsType().equals("cgroup2");
      List<String> options = v2 ? List.of(v2Options.split(",", -1)) : mount.superOptions();
      shown.add(
          new MountEntry(
              mount.id(),
              mount.parent(),
              mount.device(),
              mount.root(),
              mount.mountPoint(),
              mount.options(),
              mount.propagation(),
              mount.fsType(),
              mount.source(),
              options));
    }
    return shown;
  }

  /** What is mounted, each hierarchy once. */
  CgroupHost host() {
    List<Hierarchy> hierarchies = new ArrayList<>();
    Set<String> seen = new TreeSet<>();
    for (MountEntry mount : table) {
      Hierarchy hierarchy = Hierarchy.of(mount, v2Controllers());
      if (seen.add(hierarchy.id())) {
        hierarchies.add(hierarchy);
      }
    }
    return new CgroupHost(hierarchies);
  }

  private List<String> v2Controllers() {
    Hierarchy unified = kernel.shape().host().unified();
    return unified == null ? List.of() : unified.controllers();
  }

  @Override
  public void mount(String source, String mountPoint, String type, String options)
      throws KernelException {
    kernel.refusing("mount " + mountPoint, () -> attach(source, mountPoint, type, options));
  }

  private void attach(String source, String mountPoint, String type, String options)
      throws Refused {
    if (!kernel.files().isDirectory(Path.of(mountPoint))) {
      throw new Refused(Errno.ENOENT);
    }
    String shown = "rw" + (options.isEmpty() ? "" : "," + options.replace("none,", ""));
    if (type.equals("cgroup2")) {
      v2Options = shown;
    }
    add(source, mountPoint, type, shown);
    MountEntry mounted = table.getLast();
    Hierarchy hierarchy = Hierarchy.of(mounted, v2Controllers());
    for (Hierarchy other : host().hierarchies()) {
      boolean shares = hierarchy.controllers().stream().anyMatch(other.controllers()::contains);
      if (!other.id().equals(hierarchy.id()) && shares) {
        table.remove(mounted);
        throw new Refused(Errno.EBUSY);
      }
    }
    lingering.remove(hierarchy.id());
    kernel.cgroups().appear(hierarchy);
  }

  @Override
  public void reconfigure(String mountPoint, String options) throws KernelException {
    kernel.refusing(
        "remount " + mountPoint,
        () -> {
          if (top(mountPoint) == null) {
            throw new Refused(Errno.EINVAL);
          }
          v2Options = options.isEmpty() ? "rw" : "rw," + options;
        });
  }

  @Override
  public void unmount(String mountPoint) throws KernelException {
    kernel.refusing("umount " + mountPoint, () -> detach(mountPoint));
  }

  void detach(String mountPoint) throws Refused {
    MountEntry mount = top(mountPoint);
    if (mount == null) {
      throw new Refused(Errno.EINVAL);
    }
    table.remove(mount);
    Hierarchy hierarchy = Hierarchy.of(mount, v2Controllers());
    boolean mounted =
        host().hierarchies().stream().anyMatch(other -> other.id().equals(hierarchy.id()));
    if (!mounted && hierarchy.version() == 1 && !kernel.cgroups().vanish(hierarchy)) {
      lingering.add(hierarchy.id());
    }
  }

  private @Nullable MountEntry top(String mountPoint) {
    MountEntry top = null;
    for (MountEntry mount : table) {
      top = mount.mountPoint().equals(mountPoint) ? mount : top;
    }
    return top;
  }

  @Override
  public void makeDirectory(String path) throws KernelException {
    kernel.files().makeDirectories(Path.of(path), 0755, 0, 0);
  }

  @Override
  public boolean removeDirectory(String path) throws KernelException {
    boolean used =
        top(path) != null
            || kernel.files().nodes.keySet().stream()
                .anyMatch(other -> Path.of(path).equals(other.getParent()));
    if (used) {
      return false;
    }
    kernel.refusing("rmdir " + path, () -> kernel.files().nodes.remove(Path.of(path)));
    return true;
  }
}
