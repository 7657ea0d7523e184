package dev.reconcile.plan;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.Differ;
import dev.reconcile.diff.HierarchyDiff;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Rounds of diff, plan and execution on a model host, with an inventory as the store keeps it. */
final class ModelRun {
  private static final int MOST_ROUNDS = 8;

  final ModelHost host;
  Inventory inventory = Inventory.EMPTY;
  final List<Plan> plans = new ArrayList<>();

  ModelRun(ModelHost host) {
    this.host = host;
  }

  ChangeSet diff(DesiredState desired, Set<ResourceId> delete, DiffRequest.Options options) {
    return Differ.diff(host.request(desired, delete, inventory, options));
  }

  Plan plan(DesiredState desired, Set<ResourceId> delete, DiffRequest.Options options) {
    DiffRequest request = host.request(desired, delete, inventory, options);
    return Planner.plan(request, Differ.diff(request));
  }

  /** Until a plan is empty; returns the last changes. */
  ChangeSet converge(DesiredState desired, Set<ResourceId> delete, DiffRequest.Options options) {
    plans.clear();
    for (int round = 0; round < MOST_ROUNDS; round++) {
      DiffRequest request = host.request(desired, delete, inventory, options);
      ChangeSet changes = Differ.diff(request);
      Plan plan = Planner.plan(request, changes);
      if (plan.isEmpty()) {
        return changes;
      }
      plans.add(plan);
      widen(changes, plan);
      plan.steps().forEach(host::perform);
      narrow(desired, delete, options);
    }
    throw new AssertionError(
        "not true after " + MOST_ROUNDS + " rounds:\n" + Plans.draw(plans.getLast()));
  }

  ChangeSet apply(DesiredState desired) {
    return converge(desired, Set.of(), DiffRequest.Options.NONE);
  }

  private void widen(ChangeSet changes, Plan plan) {
    SortedMap<ResourceId, Entry> entries = new TreeMap<>(inventory.entries());
    for (Change change : changes.changes().values()) {
      Entry old = entries.get(change.id());
      Resource wanted = wanted(change);
      if (wanted != null) {
        Resource applied = old == null ? null : old.applied();
        entries.put(
            change.id(),
            new Entry(ModelHost.OWNER, applied, wanted, false, made(change.id(), plan, old), 0));
      }
    }
    inventory = new Inventory(inventory.serial() + 1, "boot", entries);
  }

  private SortedMap<String, String> originals(ResourceId id) {
    Entry entry = inventory.entries().get(id);
    return entry == null ? new TreeMap<>() : entry.originals();
  }

  /** Directories that this plan makes, and those that earlier ones made. */
  private static SortedMap<String, String> made(
      ResourceId id, Plan plan, @org.jspecify.annotations.Nullable Entry old) {
    SortedMap<String, String> made = new TreeMap<>();
    if (old != null) {
      made.putAll(old.originals());
    }
    for (Step step : plan.steps()) {
      if (step.subject().equals(id) && step.action() instanceof Action.MountHierarchy mount) {
        mount.directories().forEach(path -> made.put(HierarchyDiff.MADE + path, ""));
      }
    }
    return made;
  }

  private void narrow(DesiredState desired, Set<ResourceId> delete, DiffRequest.Options options) {
    SortedMap<ResourceId, Entry> hoped = new TreeMap<>(inventory.entries());
    for (Resource resource : desired.resources().values()) {
      hoped.put(
          resource.id(),
          new Entry(ModelHost.OWNER, resource, null, false, originals(resource.id()), 0));
    }
    Inventory before = inventory;
    Inventory candidate = new Inventory(before.serial(), "boot", hoped);
    DiffRequest request = host.request(desired, delete, candidate, options);
    ChangeSet after = Differ.diff(request);
    SortedMap<ResourceId, Entry> entries = new TreeMap<>(before.entries());
    after
        .changes()
        .forEach(
            (id, change) -> {
              if (change instanceof Change.NoOp) {
                entries.put(id, hoped.get(id));
              }
            });
    DiffRequest again = host.request(desired, delete, before, options);
    ChangeSet left = Differ.diff(again);
    Plan rest = Planner.plan(again, left);
    left.changes()
        .forEach(
            (id, change) -> {
              boolean busy =
                  rest.steps().stream()
                      .anyMatch(
                          s -> s.subject().equals(id) && !(s.action() instanceof Action.Record));
              if (change instanceof Change.Delete && !busy) {
                entries.remove(id);
              }
            });
    inventory = new Inventory(before.serial() + 1, "boot", entries);
  }

  private static @org.jspecify.annotations.Nullable Resource wanted(Change change) {
    return switch (change) {
      case Change.Create create -> create.desired();
      case Change.Update update -> update.desired();
      case Change.Replace replace -> replace.desired();
      case Change.NoOp ignored -> null;
      case Change.Delete ignored -> null;
      case Change.Skip ignored -> null;
    };
  }
}
