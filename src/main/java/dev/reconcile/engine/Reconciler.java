package dev.reconcile.engine;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.Refusal;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Digests;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.observe.Observer;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Plans;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one sequence from desired objects to a host that is as they say, the same for {@code apply},
 * {@code delete} and every tick of the service.
 *
 * <p>A run is a few rounds. Each takes the lock, looks, acts, and looks again. Between rounds,
 * without the lock, it waits for containers to stop; then it starts over from what the kernel says.
 * Idempotent: a second run finds nothing to do and writes nothing.
 */
public final class Reconciler implements AutoCloseable {
  /** Stop, remove, create, and as many again for what others did meanwhile. */
  private static final int MOST_ROUNDS = 6;

  private final Parts parts;
  private final Observer observer;
  private volatile boolean interrupted;

  /** On the real kernel. */
  public Reconciler(Environment environment) throws IOException {
    this(RealParts.of(environment));
  }

  Reconciler(Parts parts) {
    this.parts = parts;
    Environment environment = parts.environment();
    this.observer = new Observer(parts.kernel(), environment.cgroupRoot(), environment.stateDir());
  }

  /** Asks a run in another thread to finish the step at hand and report. */
  public void interrupt() {
    interrupted = true;
  }

  /**
   * Makes it so.
   *
   * @throws IOException when the state directory or the host cannot be read: nothing was changed by
   *     that
   */
  public Report reconcile(Scope scope) throws IOException {
    Prepared prepared = parts.preparation().prepare(scope.desired(), true);
    if (!prepared.refusals().isEmpty()) {
      return refused(
          prepared.refusals(), new ChangeSet(new TreeMap<>(), prepared.refusals(), List.of()));
    }
    Tally tally = new Tally();
    ChangeSet firstChanges = null;
    Plan firstPlan = Plan.EMPTY;
    List<String> notes = List.of();
    for (int number = 1; number <= MOST_ROUNDS && !interrupted; number++) {
      Round round = new Round(parts, scope, prepared.desired(), observer, () -> interrupted);
      Round.End end;
      Round.Look look;
      try (Held _ = hold()) {
        look = round.look();
        if (number == 1) {
          List<Refusal> refusals = refusals(scope, look);
          if (!refusals.isEmpty()) {
            return refused(refusals, look.changes());
          }
          firstChanges = look.changes();
          firstPlan = look.plan();
          notes = look.changes().notes();
        } else if (!look.changes().refusals().isEmpty()) {
          tally.fail(look.changes().refusals());
          break;
        }
        end = round.act(look);
      }
      tally.add(look, end);
      if (tally.hasFailures() || !Stops.await(parts, look, end, () -> interrupted)) {
        break;
      }
    }
    return new Report(
        tally.outcomes(interrupted),
        List.of(),
        notes,
        firstChanges == null ? new ChangeSet(new TreeMap<>(), List.of(), List.of()) : firstChanges,
        firstPlan,
        interrupted);
  }

  /** What a run would do; no lock, no write. */
  public Preview preview(Scope scope) throws IOException {
    Prepared prepared = parts.preparation().prepare(scope.desired(), false);
    Round round = new Round(parts, scope, prepared.desired(), observer, () -> false);
    Round.Look look = round.look();
    List<Refusal> refusals = new ArrayList<>(prepared.refusals());
    refusals.addAll(refusals(scope, look));
    ChangeSet changes = new ChangeSet(look.changes().changes(), refusals, look.changes().notes());
    return new Preview(
        prepared.desired(), changes, look.plan(), look.inventory(), look.live(), fingerprint(look));
  }

  /** Everything that we own against what was applied last. */
  public View look() throws IOException {
    Inventory inventory = parts.store().load();
    SortedMap<ResourceId, Resource> applied = new TreeMap<>();
    for (Map.Entry<ResourceId, Inventory.Entry> entry : inventory.entries().entrySet()) {
      Resource newest = entry.getValue().newest();
      if (newest != null) {
        applied.put(entry.getKey(), newest);
      }
    }
    Scope scope =
        new Scope(
            new DesiredState(applied),
            Set.of(),
            Owner.applySet("default"),
            new DiffRequest.Options(false, false, true, false),
            Long.MAX_VALUE,
            false,
            Duration.ZERO,
            null);
    Round.Look look = new Round(parts, scope, scope.desired(), observer, () -> false).look();
    return new View(look.inventory(), look.live(), look.changes());
  }

  /** The inventory alone. */
  public Inventory inventory() throws IOException {
    return parts.store().load();
  }

  /** The door to the kernel, for verbs that look or act on one container. */
  public Kernel kernel() {
    return parts.kernel();
  }

  private static List<Refusal> refusals(Scope scope, Round.Look look) {
    List<Refusal> refusals = new ArrayList<>(look.changes().refusals());
    long deletes =
        look.changes().changes().values().stream()
            .filter(change -> change instanceof Change.Delete delete && delete.prune())
            .count();
    if (deletes > scope.maxDeletes()) {
      refusals.add(
          new Refusal(
              look.changes().changes().firstKey(),
              SourceRef.NONE,
              "",
              "this would delete "
                  + deletes
                  + " objects, more than maxDeletes "
                  + scope.maxDeletes()
                  + " allows; nothing was changed"));
    }
    SavedPlan saved = scope.savedPlan();
    if (saved != null && !saved.equals(fingerprint(look))) {
      refusals.add(
          new Refusal(
              look.changes().changes().isEmpty()
                  ? new ResourceId(dev.reconcile.model.Kind.CONTAINER, "-")
                  : look.changes().changes().firstKey(),
              SourceRef.NONE,
              "",
              "the saved plan is stale: the host or the inventory has changed since; plan again"));
    }
    return refusals;
  }

  private static SavedPlan fingerprint(Round.Look look) {
    return new SavedPlan(
        look.inventory().serial(),
        look.live().bootId(),
        Digests.sha256(Plans.draw(look.plan()).getBytes(StandardCharsets.UTF_8)));
  }

  private static Report refused(List<Refusal> refusals, ChangeSet changes) {
    return new Report(new TreeMap<>(), refusals, changes.notes(), changes, Plan.EMPTY, false);
  }

  private Held hold() throws IOException {
    return new Held(parts.lock().acquire());
  }

  /** The host lock as a resource that throws IOException alone. */
  private record Held(AutoCloseable lock) implements AutoCloseable {
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

  @Override
  public void close() {
    parts.kernel().close();
  }
}
