package dev.reconcile.execute;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.systemd.Systemd;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.plan.Action;
import java.util.Objects;

/** Steps on groups that are systemd's units. */
final class UnitExecutor {
  private final Systemd systemd;
  private final CgroupExecutor cgroups;
  private final CgroupHost host;

  UnitExecutor(Systemd systemd, CgroupExecutor cgroups, CgroupHost host) {
    this.systemd = systemd;
    this.host = host;
    this.cgroups = cgroups;
  }

  void set(Action.SetUnitProperties set) throws KernelException {
    systemd.set(set.unit(), set.assignments());
    cgroups.checkReadBack(set.write());
  }

  /** The former value first: without the drop-in the files would keep ours until the next boot. */
  void reset(Action.ResetUnitProperties reset) throws KernelException {
    if (!reset.assignments().isEmpty()) {
      systemd.set(reset.unit(), reset.assignments());
    }
    systemd.forget(reset.unit(), reset.properties());
  }

  void delegate(Action.Delegate delegate) throws KernelException {
    String slice = CgroupPaths.parent(delegate.path());
    Hierarchy tree = Objects.requireNonNull(host.first(), "systemd without cgroups");
    String keeper = tree.directory(CgroupPaths.child(delegate.path(), CgroupHost.KEEPER));
    systemd.delegate(name(delegate.path()), name(slice), keeper);
    cgroups.mark(delegate.path(), delegate.hierarchies(), delegate.marks());
  }

  void endDelegation(Action.EndDelegation end) throws KernelException {
    systemd.stop(name(end.path()));
    String slice = CgroupPaths.parent(end.path());
    if (!cgroups.hasChildren(slice)) {
      systemd.stop(name(slice));
    }
  }

  private static String name(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
