package dev.reconcile.kernel;

import dev.reconcile.kernel.cgroup.LinuxCgroupFs;
import dev.reconcile.kernel.files.LinuxFileTree;
import dev.reconcile.kernel.mount.LinuxMounts;
import dev.reconcile.kernel.process.LinuxMonitors;
import dev.reconcile.kernel.process.LinuxProcesses;
import dev.reconcile.kernel.systemd.LinuxSystemd;
import java.nio.file.Path;

/** The kernel that we run on. */
public final class LinuxKernel {
  private LinuxKernel() {}

  /**
   * Opens the door; nothing is bound, read or spawned before it is needed.
   *
   * @param helper the executable {@code reconcile-helper}
   */
  public static Kernel open(Path helper) {
    return new Kernel(
        new LinuxCgroupFs(HostRoot.LIVE),
        new LinuxProcesses(HostRoot.LIVE),
        new LinuxMonitors(helper),
        new LinuxFileTree(),
        new LinuxMounts(),
        new LinuxSystemd());
  }
}
