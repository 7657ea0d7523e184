package dev.reconcile.observe;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.Controller;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Resource;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** Looks at mounts, for CgroupHierarchy objects alone. */
final class HierarchyObserver {
  private static final int SELF = 0;

  private final Kernel kernel;

  HierarchyObserver(Kernel kernel) {
    this.kernel = kernel;
  }

  LiveHierarchies read(List<Versions> objects) throws KernelException {
    SortedSet<String> directories = new TreeSet<>();
    boolean any = false;
    for (Versions object : objects) {
      for (Resource version : object.versions()) {
        if (version instanceof CgroupHierarchy hierarchy) {
          any = true;
          existing(hierarchy.mountPoint(), directories);
        }
      }
    }
    return any ? read(directories) : LiveHierarchies.NONE;
  }

  private void existing(String mountPoint, SortedSet<String> into) {
    for (Path path = Path.of(mountPoint); path != null; path = path.getParent()) {
      if (kernel.files().exists(path)) {
        into.add(path.toString());
      }
    }
  }

  private LiveHierarchies read(SortedSet<String> directories) throws KernelException {
    List<String> known = new ArrayList<>();
    for (Controller controller : required(kernel.cgroups().controllers(), "/proc/cgroups")) {
      if (controller.enabled()) {
        known.add(controller.name());
      }
    }
    List<String> features = kernel.cgroups().features().orNull();
    return new LiveHierarchies(
        required(kernel.processes().mounts(SELF), "/proc/self/mountinfo"),
        new TreeSet<>(required(kernel.processes().cgroups(SELF), "/proc/self/cgroup").keySet()),
        known,
        required(kernel.cgroups().noV1(), "/proc/cmdline"),
        features == null ? List.of() : features,
        directories);
  }

  /** Without these nobody can tell what would be mounted or unmounted. */
  private static <T> T required(Reading<T> reading, String what) throws KernelException {
    T value = reading.orNull();
    if (value == null) {
      String why =
          reading instanceof Reading.Unreadable<T>(String ignored, String cause) ? cause : "";
      throw new KernelException("read", what, why, "mount procfs on /proc");
    }
    return value;
  }
}
