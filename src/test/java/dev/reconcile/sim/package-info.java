/**
 * The real engine on a simulated host. {@link dev.reconcile.sim.FakeKernel} keeps cgroups,
 * processes, monitors and files in memory, with the rules by which the kernel refuses; {@link
 * dev.reconcile.sim.Faults} ends a run at any of its changes, or lets one fail. The {@code Props}
 * classes say what must hold whatever happens.
 */
@NullMarked
package dev.reconcile.sim;

import org.jspecify.annotations.NullMarked;
