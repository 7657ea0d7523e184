package dev.reconcile.engine;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.Refusal;
import dev.reconcile.model.DesiredState;
import dev.reconcile.observe.Observer;
import dev.reconcile.plan.Plan;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One run: as many rounds as it takes. Used once. */
final class Run {
  /** Stop, remove, create, and as many again for what others did meanwhile. */
  private static final int MOST_ROUNDS = 6;

  private final Parts parts;
  private final Scope scope;
  private final Observer observer;
  private final Conclusion last;
  private final BooleanSupplier interrupted;
  private final Tally tally = new Tally();
  private DesiredState desired;
  private Round.@Nullable Look first;

  Run(Parts parts, Scope scope, Observer observer, Conclusion last, BooleanSupplier interrupted) {
    this.parts = parts;
    this.scope = scope;
    this.observer = observer;
    this.last = last;
    this.interrupted = interrupted;
    this.desired = scope.desired();
  }

  Report report() throws IOException {
    List<Refusal> refusals = prepare();
    for (int round = 1; refusals.isEmpty() && round <= MOST_ROUNDS; round++) {
      if (interrupted.getAsBoolean()) {
        break;
      }
      Step step = round();
      refusals = step.refusals;
      if (!step.again) {
        break;
      }
    }
    ChangeSet changes =
        first == null ? new ChangeSet(new TreeMap<>(), refusals, List.of()) : first.changes();
    return refusals.isEmpty()
        ? new Report(
            tally.outcomes(interrupted.getAsBoolean()),
            List.of(),
            notes(changes),
            changes,
            first == null ? Plan.EMPTY : first.plan(),
            interrupted.getAsBoolean())
        : new Report(new TreeMap<>(), refusals, changes.notes(), changes, Plan.EMPTY, false);
  }

  private List<String> notes(ChangeSet changes) {
    List<String> notes = new ArrayList<>(changes.notes());
    notes.addAll(tally.notes());
    return notes;
  }

  private List<Refusal> prepare() throws IOException {
    Prepared prepared = parts.preparation().prepare(desired, true);
    if (prepared.refusals().isEmpty()) {
      desired = prepared.desired();
    }
    return prepared.refusals();
  }

  /**
   * How a round went.
   *
   * @param refusals of the first round: nothing has been changed
   * @param again whether another round has something to do
   */
  private record Step(List<Refusal> refusals, boolean again) {}

  private Step round() throws IOException {
    Round.Look look;
    Round.End end;
    try (Held _ = Held.by(parts.lock())) {
      if (!parts.preparation().isComplete(desired)) {
        List<Refusal> gone = prepare();
        if (!gone.isEmpty()) {
          return new Step(gone, false);
        }
      }
      Round round = new Round(parts, scope, desired, observer, last, interrupted);
      look = round.look();
      List<Refusal> refusals = first == null ? Refusals.of(scope, look) : look.changes().refusals();
      if (!refusals.isEmpty()) {
        return refused(look, refusals);
      }
      first = first == null ? look : first;
      end = round.act(look);
    }
    tally.add(look, end);
    // After a failure, too: what was stopped to be replaced has nothing to do with it.
    boolean stopped = Stops.await(parts, look, end, interrupted);
    return new Step(List.of(), stopped || (end.more() && !tally.hasFailures()));
  }

  /**
   * Only the first round can refuse the run as a whole; later something has been changed already.
   */
  private Step refused(Round.Look look, List<Refusal> refusals) {
    if (first == null) {
      first = look;
      return new Step(refusals, false);
    }
    tally.fail(refusals);
    return new Step(List.of(), false);
  }

  /** The host lock as a resource that throws IOException alone. */
  private record Held(AutoCloseable lock) implements AutoCloseable {
    static Held by(Parts.Lock lock) throws IOException {
      return new Held(lock.acquire());
    }

    @Override
    public void close() throws IOException {
      try {
        lock.close();
      } catch (IOException e) {
        throw e;
      } catch (Exception e) {
        throw new IOException("failed to release the host lock: " + e.getMessage(), e);
      }
    }
  }
}
