package dev.reconcile.engine;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Inventory;

/**
 * One look at everything that we own, for {@code get} and {@code describe}; takes no lock.
 *
 * @param inventory what we own
 * @param live the host, for all of it
 * @param drift every owned object against what was applied last
 */
public record View(Inventory inventory, LiveState live, ChangeSet drift) {}
