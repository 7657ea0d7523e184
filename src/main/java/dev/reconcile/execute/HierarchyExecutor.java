package dev.reconcile.execute;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.MountEntry;
import dev.reconcile.plan.Action;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/**
 * Mounts and unmounts cgroupfs.
 *
 * <p>A v1 hierarchy that is unmounted while a group of it is not yet released stays in the kernel,
 * half alive, and keeps its controllers from v2 and from other hierarchies. rmdir(2) only begins
 * the release: RCU ends it some milliseconds later. So the last unmount waits for it first, and
 * where the kernel does not tell (a named hierarchy is not in {@code /proc/cgroups}), mounts once
 * more and tries again.
 */
final class HierarchyExecutor {
  private static final int SELF = 0;

  /** 1 ms, doubling: about one second in all. */
  private static final int LOOKS = 10;

  private static final long FIRST_PAUSE_NANOS = 1_000_000;
  private static final int UNMOUNTS = 4;

  private final Kernel kernel;

  HierarchyExecutor(Kernel kernel) {
    this.kernel = kernel;
  }

  void mount(Action.MountHierarchy mount) throws KernelException {
    for (String directory : mount.directories()) {
      kernel.mounts().makeDirectory(directory);
    }
    Hierarchy hierarchy = mount.hierarchy();
    if (!isMounted(hierarchy, mount.source())) {
      mount(hierarchy, mount.source(), mount.options());
    }
    if (!isMounted(hierarchy, mount.source())) {
      throw new KernelException(
          "mount " + hierarchy.id() + " at",
          hierarchy.mountPoint(),
          "",
          "the mount table does not show it; see what covers the mount point");
    }
  }

  private void mount(Hierarchy hierarchy, String source, List<String> options)
      throws KernelException {
    boolean v2 = hierarchy.version() == 2;
    String words = String.join(",", v2 ? options : hierarchy.controllers());
    String named = hierarchy.controllers().isEmpty() ? "none,name=" + hierarchy.name() : words;
    kernel
        .mounts()
        .mount(source, hierarchy.mountPoint(), v2 ? "cgroup2" : "cgroup", v2 ? words : named);
  }

  private boolean isMounted(Hierarchy hierarchy, String source) throws KernelException {
    List<MountEntry> table = kernel.processes().mounts(SELF).orNull();
    if (table == null) {
      throw new KernelException("read", "/proc/self/mountinfo", "", "mount procfs on /proc");
    }
    return table.stream()
        .anyMatch(m -> m.mountPoint().equals(hierarchy.mountPoint()) && m.source().equals(source));
  }

  void setOptions(Action.SetHierarchyOptions set) throws KernelException {
    kernel.mounts().reconfigure(set.mountPoint(), String.join(",", set.options()));
  }

  void unmount(Action.UnmountHierarchy unmount) throws KernelException {
    Hierarchy hierarchy = unmount.hierarchy();
    if (isMounted(hierarchy, unmount.source())) {
      boolean release = unmount.released() && hierarchy.version() == 1;
      if (release) {
        await(() -> isEmpty(hierarchy));
      }
      kernel.mounts().unmount(hierarchy.mountPoint());
      for (int unmounts = 1; release && !await(() -> isGone(hierarchy)); unmounts++) {
        if (unmounts == UNMOUNTS) {
          break; // reported as lingering by whoever looks next
        }
        mount(hierarchy, unmount.source(), List.of());
        kernel.mounts().unmount(hierarchy.mountPoint());
      }
    }
    for (String directory : unmount.directories()) {
      if (!kernel.mounts().removeDirectory(directory)) {
        break; // somebody else has put something into it
      }
    }
  }

  /** Whether nothing but the root is left, as far as the kernel tells. */
  private boolean isEmpty(Hierarchy hierarchy) {
    List<Controller> rows = kernel.cgroups().controllers().orNull();
    if (rows == null) {
      return true;
    }
    for (Controller row : rows) {
      if (hierarchy.controllers().contains(row.name()) && row.groups() > 1) {
        return false;
      }
    }
    return true;
  }

  private boolean isGone(Hierarchy hierarchy) {
    SortedMap<String, String> attached = kernel.processes().cgroups(SELF).orNull();
    return attached != null && !attached.containsKey(hierarchy.id());
  }

  private static boolean await(BooleanSupplier condition) {
    long pause = FIRST_PAUSE_NANOS;
    for (int look = 1; look < LOOKS && !condition.getAsBoolean(); look++) {
      LockSupport.parkNanos(pause);
      pause *= 2;
    }
    return condition.getAsBoolean();
  }
}
