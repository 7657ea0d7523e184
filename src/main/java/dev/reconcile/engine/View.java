package dev.reconcile.engine;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.engine.status.ObjectUsage;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at everything that we own, for {@code get} and {@code describe}; takes no lock.
 *
 * @param inventory what we own
 * @param live the host, for all of it
 * @param drift every owned object against what was applied last
 * @param usage of containers and Cgroups: what bounds them, and out-of-memory kills
 */
public record View(
    Inventory inventory,
    LiveState live,
    ChangeSet drift,
    SortedMap<ResourceId, ObjectUsage> usage) {
  public View {
    usage = Collections.unmodifiableSortedMap(new TreeMap<>(usage));
  }
}
