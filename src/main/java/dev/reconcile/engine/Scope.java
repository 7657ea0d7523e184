package dev.reconcile.engine;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a command or an event asks the engine to make true.
 *
 * @param desired the objects that are wanted
 * @param delete owned objects that are to go
 * @param owner who asks
 * @param options switches of the command line
 * @param maxDeletes more deletions than this and nothing is done; {@link Long#MAX_VALUE} without a
 *     bound
 * @param awaitReady until every container is ready
 * @param timeout for {@code awaitReady}
 * @param savedPlan when given, the plan that was saved: refused unless this run plans the very same
 *     steps
 */
public record Scope(
    DesiredState desired,
    Set<ResourceId> delete,
    Owner owner,
    DiffRequest.Options options,
    long maxDeletes,
    boolean awaitReady,
    Duration timeout,
    @Nullable SavedPlan savedPlan) {}
