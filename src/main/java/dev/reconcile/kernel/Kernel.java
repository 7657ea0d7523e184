package dev.reconcile.kernel;

import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.kernel.files.FileTree;
import dev.reconcile.kernel.mount.Mounts;
import dev.reconcile.kernel.process.Monitors;
import dev.reconcile.kernel.process.Processes;
import dev.reconcile.kernel.systemd.Systemd;

/** The whole door. */
public record Kernel(
    CgroupFs cgroups,
    Processes processes,
    Monitors monitors,
    FileTree files,
    Mounts mounts,
    Systemd systemd)
    implements AutoCloseable {
  @Override
  public void close() {
    monitors.close();
  }
}
