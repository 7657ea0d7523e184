package dev.reconcile.service.sync;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Sync;
import dev.reconcile.service.Engine;
import dev.reconcile.store.StoreException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps one Sync true. Passes and healing of the same Sync exclude each other; what a broken
 * revision cannot replace stays in force and is healed.
 */
public final class SyncWorker {
  private static final Logger LOG = LoggerFactory.getLogger(SyncWorker.class);

  private final Sync sync;
  private final Owner owner;
  private final Engine engine;
  private final Revisions revisions;
  private final SyncStateFile file;
  private final InstantSource clock;

  /** Held while the engine works for this Sync; never while a source is read. */
  private final ReentrantLock turn = new ReentrantLock();

  private final Retries retries = new Retries();

  private volatile SyncState state;

  /** The objects that are to be true now; null before any revision was good. */
  private volatile @Nullable DesiredState inForce;

  /** Reads what an earlier service has left of this Sync. */
  public SyncWorker(
      Sync sync, Engine engine, Revisions revisions, SyncStateFile file, InstantSource clock)
      throws IOException {
    this.sync = sync;
    this.owner = Owner.sync(sync.metadata().name());
    this.engine = engine;
    this.revisions = revisions;
    this.file = file;
    this.clock = clock;
    SyncState left = file.read();
    this.state = left == null ? SyncState.fresh(clock.instant()) : left;
    this.inForce = kept(state.good());
  }

  private @Nullable DesiredState kept(@Nullable LastGood good) {
    if (good == null) {
      return null;
    }
    try {
      return revisions.kept(sync, good);
    } catch (BrokenRevisionException e) {
      LOG.warn(
          "{}: failed to read the last good revision {}: {}",
          owner,
          good.revision(),
          e.getMessage());
      return null;
    }
  }

  /** The Sync as its manifest has it. */
  public Sync sync() {
    return sync;
  }

  /** Conditions and revisions as of now. */
  public SyncState state() {
    return state;
  }

  /** How often the revision that was attempted last has failed in a row. For the pass's thread. */
  public int failures() {
    return retries.failures();
  }

  /** What is to be true now; empty before any revision was good. */
  public DesiredState inForce() {
    DesiredState now = inForce;
    return now == null ? DesiredState.EMPTY : now;
  }

  /**
   * One pass: read the source, apply, record. For one thread at a time.
   *
   * @param next when the pass after this one is due, from how this one ended
   * @throws IOException when the record cannot be written
   */
  public PassResult pass(Function<PassResult, @Nullable Instant> next) throws IOException {
    if (sync.suspend()) {
      return new PassResult.Skipped("suspended");
    }
    state = state.begin(clock.instant());
    Attempt attempt = attempt();
    LastGood good = attempt.good() == null ? state.good() : attempt.good();
    PassResult result = retries.count(attempt.result());
    state = state.end(result, good, clock.instant()).due(next.apply(result));
    file.write(sync, state);
    if (attempt.good() != null) {
      revisions.keepOnly(sync, attempt.good());
    }
    return result;
  }

  /** The Sync is gone: its record goes, its objects stay as they are. */
  public void forget() throws IOException {
    file.remove();
  }

  /**
   * Makes these objects true again, without a look at the source.
   *
   * @return null when none of them is this Sync's to heal
   */
  public @Nullable Report heal(Set<ResourceId> ids) throws IOException {
    turn.lock();
    try {
      SortedMap<ResourceId, Resource> mine = new TreeMap<>(inForce().resources());
      mine.keySet().retainAll(ids);
      return mine.isEmpty() || !heals()
          ? null
          : engine.reconcile(scope(new DesiredState(mine), false));
    } finally {
      turn.unlock();
    }
  }

  /** Whether events about this Sync's objects are to be acted upon. */
  public boolean heals() {
    return sync.selfHeal() && !sync.suspend();
  }

  /** The end of a pass, and the new last good revision if there is one. */
  private record Attempt(PassResult result, @Nullable LastGood good) {
    static Attempt of(PassResult result) {
      return new Attempt(result, null);
    }
  }

  private Attempt attempt() {
    Candidate candidate;
    try {
      candidate = revisions.latest(sync);
    } catch (BrokenRevisionException e) {
      keepGoodInForce();
      return Attempt.of(e.result());
    }
    boolean known = candidate.revision().equals(state.lastAppliedRevision());
    if (known && state.isReady() && !sync.selfHeal()) {
      return Attempt.of(new PassResult.Skipped("no new revision"));
    }
    return apply(candidate);
  }

  private Attempt apply(Candidate candidate) {
    turn.lock();
    try {
      Report report = engine.reconcile(scope(candidate.desired(), sync.prune()));
      PassResult result =
          Outcome.of(report, candidate.revision(), engine.inventory(), owner, sync.maxDeletes());
      if (!report.refusals().isEmpty()) {
        keepGoodInForce();
        return Attempt.of(result);
      }
      // Begun: healing must not pull back what the next pass will try to finish.
      inForce = candidate.desired();
      return result instanceof PassResult.Applied
          ? new Attempt(result, candidate.place())
          : Attempt.of(result);
    } catch (StoreException damaged) {
      return Attempt.of(failed(candidate, Reason.RECONCILIATION_FAILED, damaged));
    } catch (IOException e) {
      return Attempt.of(failed(candidate, Reason.HOST_UNAVAILABLE, e));
    } finally {
      turn.unlock();
    }
  }

  private static PassResult failed(Candidate candidate, Reason reason, IOException cause) {
    return new PassResult.Failed(candidate.revision(), reason, String.valueOf(cause.getMessage()));
  }

  /** The last good revision stays in force: drift is repaired, nothing is pruned. */
  private void keepGoodInForce() {
    try {
      Report report = heal(inForce().resources().keySet());
      if (report != null && !report.succeeded() && !report.interrupted()) {
        LOG.warn(
            "{}: failed to heal from the last good revision: {}", owner, Outcome.failures(report));
      }
    } catch (IOException e) {
      LOG.warn("{}: failed to heal from the last good revision: {}", owner, e.getMessage());
    }
  }

  private Scope scope(DesiredState desired, boolean prune) {
    return new Scope(
        desired,
        Set.of(),
        owner,
        new DiffRequest.Options(prune, false, false, false),
        sync.maxDeletes(),
        false,
        Duration.ofMillis(sync.timeout().millis()),
        null);
  }
}
