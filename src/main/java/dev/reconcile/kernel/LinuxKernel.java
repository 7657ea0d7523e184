package dev.reconcile.kernel;

import dev.reconcile.kernel.cgroup.LinuxCgroupFs;
import dev.reconcile.kernel.files.LinuxFileTree;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Locks;
import dev.reconcile.kernel.libc.Pidfds;
import dev.reconcile.kernel.libc.Spawns;
import dev.reconcile.kernel.libc.Xattrs;
import dev.reconcile.kernel.mount.LinuxMounts;
import dev.reconcile.kernel.process.LinuxMonitors;
import dev.reconcile.kernel.process.LinuxProcesses;
import dev.reconcile.kernel.systemd.LinuxSystemd;
import java.nio.file.Path;
import java.util.Objects;

/** The kernel that we run on. */
public final class LinuxKernel {
  private LinuxKernel() {}

  /** Binds native memory and what starts the helper, which else happens on first use. */
  public static void bind() {
    Libc.memory(1);
    Objects.requireNonNull(Spawns.Holder.C);
  }

  /** Binds what a look without the helper needs: the program looks at few groups by itself. */
  public static void bindForFew() {
    Objects.requireNonNull(Xattrs.Holder.C);
  }

  /** Binds what a look at containers needs besides. */
  public static void bindForContainers() {
    Objects.requireNonNull(Locks.Holder.C);
    Objects.requireNonNull(Pidfds.Holder.C);
  }

  /**
   * Opens the door; nothing is bound, read or spawned before it is needed.
   *
   * @param helper the executable {@code reconcile-helper}
   */
  public static Kernel open(Path helper) {
    LinuxMonitors monitors = new LinuxMonitors(helper);
    return new Kernel(
        new LinuxCgroupFs(HostRoot.LIVE, monitors.look()),
        new LinuxProcesses(HostRoot.LIVE),
        monitors,
        new LinuxFileTree(),
        new LinuxMounts(),
        new LinuxSystemd());
  }
}
