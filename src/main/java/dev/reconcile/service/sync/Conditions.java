package dev.reconcile.service.sync;

import dev.reconcile.service.sync.Condition.Status;
import dev.reconcile.service.sync.Condition.Type;
import java.time.Instant;
import java.util.List;

/**
 * The three conditions of a Sync, as a state machine. Arrows are the ends of passes:
 *
 * <pre>
 *                 Ready    Reconciling  Stalled
 *   before        Unknown  False        False
 *   pass begins   (stays)  True         (stays)
 *   Applied       True     False        False
 *   Failed, may   False    True         False     ProgressingWithRetry
 *   Failed, stuck False    False        True      tried less and less often
 *   Skipped       (stays)  False        (stays)
 * </pre>
 */
public record Conditions(Condition ready, Condition reconciling, Condition stalled) {
  private static final String RETRY = "ProgressingWithRetry";

  /** Before the first pass. */
  public static Conditions unknown(Instant now) {
    return new Conditions(
        new Condition(Type.READY, Status.UNKNOWN, "Pending", "no pass has ended yet", now),
        new Condition(Type.RECONCILING, Status.FALSE, "Pending", "", now),
        new Condition(Type.STALLED, Status.FALSE, "Pending", "", now));
  }

  /** In the order in which they are shown. */
  public List<Condition> all() {
    return List.of(ready, reconciling, stalled);
  }

  /** A pass begins. */
  public Conditions begin(Instant now) {
    String reason = ready.status() == Status.FALSE ? RETRY : "Progressing";
    return new Conditions(
        ready, reconciling.become(Status.TRUE, reason, "a pass is under way", now), stalled);
  }

  /** A pass has ended. */
  public Conditions end(PassResult result, Instant now) {
    return switch (result) {
      case PassResult.Applied applied -> applied(applied, now);
      case PassResult.Skipped skipped ->
          new Conditions(
              ready, reconciling.become(Status.FALSE, "Idle", skipped.message(), now), stalled);
      case PassResult.Failed failed -> failed(failed, now);
    };
  }

  private Conditions applied(PassResult.Applied applied, Instant now) {
    return new Conditions(
        ready.become(Status.TRUE, "ReconciliationSucceeded", applied.message(), now),
        reconciling.become(Status.FALSE, "Idle", "", now),
        stalled.become(Status.FALSE, "ReconciliationSucceeded", "", now));
  }

  private Conditions failed(PassResult.Failed failed, Instant now) {
    String reason = failed.reason().label();
    Condition notReady = ready.become(Status.FALSE, reason, failed.message(), now);
    return failed.reason().stalls()
        ? new Conditions(
            notReady,
            reconciling.become(Status.FALSE, reason, "", now),
            stalled.become(Status.TRUE, reason, failed.message(), now))
        : new Conditions(
            notReady,
            reconciling.become(Status.TRUE, RETRY, failed.message(), now),
            stalled.become(Status.FALSE, reason, "", now));
  }
}
