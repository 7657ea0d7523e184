package dev.reconcile.kernel.systemd;

import dev.reconcile.kernel.KernelException;
import java.util.List;

/**
 * systemd as the owner of the cgroup tree, org.freedesktop.systemd1(5). Whoever else writes to its
 * units' files is overruled when it next looks at the unit.
 */
public interface Systemd {
  /**
   * Sets properties of a unit until the next boot. A drop-in for each makes them survive {@code
   * daemon-reload}, and they are in the unit's control files when this returns.
   *
   * @param assignments such as {@code MemoryMax=268435456}, systemd.resource-control(5)
   */
  void set(String unit, List<String> assignments) throws KernelException;

  /**
   * Removes the drop-ins that {@link #set} made. What the unit's files hold stays as it is, so set
   * what they should go back to first.
   *
   * @param properties such as {@code MemoryMax}
   */
  void forget(String unit, List<String> properties) throws KernelException;

  /**
   * Starts a service whose group and all below it are left to us. systemd removes the group of a
   * service without processes, so one sleeps in a group of its own below it.
   *
   * @param slice the slice that it is in
   * @param keeper directory of the sleeper's group
   */
  void delegate(String service, String slice, String keeper) throws KernelException;

  /** Stops a unit that may be gone already; its group goes, with all that is below. */
  void stop(String unit) throws KernelException;
}
