package dev.reconcile.diff;

import dev.reconcile.live.LiveState;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import java.util.Set;

/**
 * All that the differ looks at.
 *
 * @param desired what the input asks for
 * @param delete owned objects that are to go ({@code delete}; pruning is found by the differ)
 * @param live the host
 * @param inventory what we own
 * @param owner who asks
 * @param options switches of the command line
 * @param cgroupRoot such as {@code /reconcile}
 * @param stateDir absolute, part of every mark
 */
public record DiffRequest(
    DesiredState desired,
    Set<ResourceId> delete,
    LiveState live,
    Inventory inventory,
    Owner owner,
    Options options,
    String cgroupRoot,
    String stateDir) {
  /**
   * Switches.
   *
   * @param prune delete what the owner owns and the input does not name
   * @param force recreate although that loses a persistent writable layer
   * @param takeOwnership move objects of other owners to this one
   * @param acceptKill lower a limit below use although the kernel then kills
   */
  public record Options(boolean prune, boolean force, boolean takeOwnership, boolean acceptKill) {
    public static final Options NONE = new Options(false, false, false, false);
  }
}
