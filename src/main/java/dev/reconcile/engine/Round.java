package dev.reconcile.engine;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.Differ;
import dev.reconcile.diff.HierarchyForecast;
import dev.reconcile.diff.Lingering;
import dev.reconcile.diff.Remains;
import dev.reconcile.diff.Scene;
import dev.reconcile.execute.ExecutionReport;
import dev.reconcile.execute.Executor;
import dev.reconcile.execute.StepResult;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.observe.Observer;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Planner;
import dev.reconcile.plan.Step;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Steps 5 to 10 of the road, once, under the lock. */
final class Round {
  private final Parts parts;
  private final Scope scope;
  private final DesiredState desired;
  private final Observer observer;
  private final Conclusion last;
  private final BooleanSupplier interrupted;

  /**
   * @param last what the round before concluded
   */
  Round(
      Parts parts,
      Scope scope,
      DesiredState desired,
      Observer observer,
      Conclusion last,
      BooleanSupplier interrupted) {
    this.parts = parts;
    this.scope = scope;
    this.desired = desired;
    this.observer = observer;
    this.last = last;
    this.interrupted = interrupted;
  }

  /**
   * What one look found.
   *
   * @param inventory as loaded
   * @param live the host
   * @param changes what differs
   * @param plan what to do about it
   */
  record Look(Inventory inventory, LiveState live, ChangeSet changes, Plan plan) {}

  /**
   * How a round ended.
   *
   * @param execution how the steps ended
   * @param settled objects that are confirmed to be as wanted, or gone
   * @param after what differs now, by a second look or by what was read back
   * @param more something is left that could not go before other things had gone
   * @param notes for people
   */
  record End(
      ExecutionReport execution,
      SortedSet<ResourceId> settled,
      ChangeSet after,
      boolean more,
      List<String> notes) {}

  /** Observe, diff, plan. */
  Look look() throws IOException {
    Inventory inventory = parts.store().load();
    LiveState live = observe(inventory);
    Look look = last.of(request(inventory, live), Round::conclude);
    doubt(look.changes());
    return look;
  }

  /** What is not as it should be is looked at anew. */
  private void doubt(ChangeSet changes) {
    SortedSet<ResourceId> unsettled = new TreeSet<>();
    for (Change change : changes.changes().values()) {
      if (!(change instanceof Change.NoOp)) {
        unsettled.add(change.id());
      }
    }
    changes.refusals().forEach(refusal -> unsettled.add(refusal.id()));
    observer.doubt(unsettled);
  }

  private static Look conclude(DiffRequest request) {
    Scene scene = new Scene(request);
    ChangeSet changes = Differ.diff(scene);
    Plan plan = changes.refusals().isEmpty() ? Planner.plan(scene, changes) : Plan.EMPTY;
    return new Look(request.inventory(), request.live(), changes, plan);
  }

  /** Widen, execute, look again, narrow. */
  End act(Look look) throws IOException {
    End known = last.end(look);
    return known == null ? actAnew(look) : known;
  }

  private End actAnew(Look look) throws IOException {
    parts.kernel().monitors().expect(newGroups(look.plan()));
    long now = parts.clock().millis();
    Inventory widened =
        look.plan().isEmpty()
            ? look.inventory()
            : InventoryEdits.widen(
                look.inventory(), look.changes(), look.plan(), look.live(), scope.owner(), now);
    if (widened != look.inventory()) {
      parts.store().save(widened);
    }
    ExecutionReport execution =
        Executor.execute(
            look.plan(),
            look.live().with(HierarchyForecast.of(request(look.inventory(), look.live())).host()),
            parts.kernel(),
            parts.environment().stateDir(),
            parts.environment().runDir(),
            parts.environment().cgroupRoot(),
            interrupted);
    Settlement settlement = settle(look, widened, execution, now);
    if (look.plan().isEmpty()) {
      LastOfUs.removeGroups(parts, look.live(), settlement.inventory);
    } else {
      // Before the record of the last container goes: a run that is killed here does it again.
      LastOfUs.removeShared(parts, settlement.inventory);
    }
    boolean kept = settlement.inventory.entries().equals(widened.entries());
    if (!kept) {
      parts.store().save(InventoryEdits.next(settlement.inventory, look.live().bootId()));
      parts.preparation().collect(settlement.inventory);
    }
    boolean more = !look.plan().isEmpty() && settlement.leftovers;
    End end = new End(execution, settlement.settled, settlement.after, more, settlement.notes);
    if (look.plan().isEmpty() && kept) {
      last.ended(look, end);
    }
    return end;
  }

  private static int newGroups(Plan plan) {
    int groups = 0;
    for (Step step : plan.steps()) {
      if (step.action() instanceof Action.MakeCgroup && step.subject().kind() == Kind.CGROUP) {
        groups++;
      }
    }
    return groups;
  }

  private record Settlement(
      Inventory inventory,
      SortedSet<ResourceId> settled,
      ChangeSet after,
      boolean leftovers,
      List<String> notes) {}

  /** Believes only what a second look confirms, or what was read back as it was done. */
  private Settlement settle(Look look, Inventory widened, ExecutionReport execution, long now)
      throws IOException {
    SortedSet<ResourceId> undone = new TreeSet<>();
    for (Step step : look.plan().steps()) {
      if (!(execution.result(step) instanceof StepResult.Done)) {
        undone.add(step.subject());
      }
    }
    SortedMap<ResourceId, Entry> hoped = new TreeMap<>();
    for (Change change : look.changes().changes().values()) {
      Resource wanted = change.desired();
      if (wanted != null && !undone.contains(change.id())) {
        Entry old = widened.entries().get(change.id());
        if (old == null || !stays(change, old, wanted)) {
          hoped.put(change.id(), InventoryEdits.confirmed(old, wanted, scope.owner(), now));
        }
      }
    }
    if (!interrupted.getAsBoolean() && ReadBack.isPending(look.plan(), look.changes(), execution)) {
      return unsettled(look, widened);
    }
    if (!look.plan().isEmpty() && ReadBack.confirms(look.plan(), look.changes(), execution)) {
      ChangeSet leftAlone = ReadBack.leftAlone(look.changes(), hoped);
      return confirm(look, widened, hoped, leftAlone, undone, new TreeSet<>(), List.of());
    }
    Inventory candidate = InventoryEdits.with(widened, hoped, new TreeSet<>());
    LiveState live = liveAfter(look, widened, execution);
    DiffRequest request = request(candidate, live);
    if (!hoped.isEmpty()) {
      Scene scene = new Scene(request);
      hoped.replaceAll((id, entry) -> InventoryEdits.returned(entry, scene));
    }
    ChangeSet after = look.plan().isEmpty() ? look.changes() : Differ.diff(request);
    doubt(after);
    // By where things were: a parent that has moved must not take the place of what is still below
    // its old one.
    undone.addAll(Remains.of(request(widened, live)));
    SortedSet<ResourceId> moving =
        LeftBehind.of(desired, widened, live, parts.environment().cgroupRoot());
    List<String> notes = Lingering.notes(look.changes(), live);
    return confirm(look, widened, hoped, after, undone, moving, notes);
  }

  /** With all that was and all that will be: what has moved is looked for in both places. */
  private LiveState liveAfter(Look look, Inventory widened, ExecutionReport execution)
      throws IOException {
    if (look.plan().isEmpty()) {
      return look.live();
    }
    LiveState removed = ReadBack.removed(look.live(), look.plan(), execution);
    return removed == null ? observe(widened) : removed;
  }

  /** When the containers have stopped, another round looks at all of it. */
  private static Settlement unsettled(Look look, Inventory widened) {
    SortedSet<ResourceId> settled = new TreeSet<>();
    for (Change change : look.changes().changes().values()) {
      if (change instanceof Change.NoOp) {
        settled.add(change.id());
      }
    }
    return new Settlement(widened, settled, look.changes(), true, List.of());
  }

  private Settlement confirm(
      Look look,
      Inventory widened,
      SortedMap<ResourceId, Entry> hoped,
      ChangeSet after,
      SortedSet<ResourceId> remaining,
      SortedSet<ResourceId> moving,
      List<String> notes) {
    SortedSet<ResourceId> settled = new TreeSet<>();
    SortedMap<ResourceId, Entry> confirmed = new TreeMap<>();
    SortedSet<ResourceId> gone = new TreeSet<>();
    boolean leftovers = false;
    for (Change change : look.changes().changes().values()) {
      ResourceId id = change.id();
      Change now = after.changes().get(id);
      if (change instanceof Change.Delete) {
        if (!remaining.contains(id)) {
          gone.add(id);
          settled.add(id);
        } else {
          leftovers = true;
        }
      } else if (moving.contains(id)) {
        leftovers = true;
      } else if (now instanceof Change.NoOp) {
        settled.add(id);
        Entry entry = hoped.get(id);
        if (entry != null) {
          confirmed.put(id, entry);
        }
      }
    }
    Inventory narrowed = InventoryEdits.with(widened, confirmed, gone);
    return new Settlement(narrowed, settled, after, leftovers, notes);
  }

  /** Whether the record of an object needs no other words than it has. */
  private boolean stays(Change change, Entry old, Resource wanted) {
    boolean nothingToReturn = change instanceof Change.Update && old.originals().isEmpty();
    return (change instanceof Change.NoOp || nothingToReturn) && old.isAt(scope.owner(), wanted);
  }

  private LiveState observe(Inventory inventory) throws IOException {
    return observer.observe(desired, inventory, null);
  }

  private DiffRequest request(Inventory inventory, LiveState live) {
    return new DiffRequest(
        desired,
        scope.delete(),
        live,
        inventory,
        scope.owner(),
        scope.options(),
        parts.environment().cgroupRoot(),
        parts.environment().stateDir().toString());
  }
}
