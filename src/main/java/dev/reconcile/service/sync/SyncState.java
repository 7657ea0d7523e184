package dev.reconcile.service.sync;

import dev.reconcile.model.Value.Dict;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The {@code status} of a Sync.
 *
 * @param conditions Ready, Reconciling, Stalled
 * @param lastAppliedRevision the last one that was applied as a whole; null before the first
 * @param lastAttemptedRevision the last one that was read; null before the first
 * @param nextRun when the next pass is due; null when none is
 * @param good the files of {@code lastAppliedRevision}
 */
public record SyncState(
    Conditions conditions,
    @Nullable String lastAppliedRevision,
    @Nullable String lastAttemptedRevision,
    @Nullable Instant nextRun,
    @Nullable LastGood good) {

  /** Before the first pass. */
  public static SyncState fresh(Instant now) {
    return new SyncState(Conditions.unknown(now), null, null, null, null);
  }

  SyncState begin(Instant now) {
    return new SyncState(
        conditions.begin(now), lastAppliedRevision, lastAttemptedRevision, nextRun, good);
  }

  SyncState end(PassResult result, @Nullable LastGood nextGood, Instant now) {
    String attempted =
        switch (result) {
          case PassResult.Applied applied -> applied.revision();
          case PassResult.Skipped ignored -> lastAttemptedRevision;
          case PassResult.Failed failed ->
              failed.revision() == null ? lastAttemptedRevision : failed.revision();
        };
    String applied =
        result instanceof PassResult.Applied success ? success.revision() : lastAppliedRevision;
    return new SyncState(conditions.end(result, now), applied, attempted, nextRun, nextGood);
  }

  /** The {@code status} as people see it. */
  public Dict shown() {
    return SyncStateCodec.encode(this).dict("status");
  }

  /** With the time of the next pass. */
  SyncState due(@Nullable Instant next) {
    return new SyncState(conditions, lastAppliedRevision, lastAttemptedRevision, next, good);
  }

  /** Whether the latest attempt was applied as a whole. */
  boolean isReady() {
    return conditions.ready().status() == Condition.Status.TRUE;
  }
}
