package dev.reconcile.engine;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.plan.Plan;

/**
 * What a run would do, found without a lock and without a write.
 *
 * @param desired as prepared: digests of archives and contents of files filled in
 * @param changes what differs; look at its refusals first
 * @param plan its first round
 * @param inventory what we own
 * @param live the host
 * @param fingerprint what to compare when the plan is applied later
 */
public record Preview(
    DesiredState desired,
    ChangeSet changes,
    Plan plan,
    Inventory inventory,
    LiveState live,
    SavedPlan fingerprint) {}
