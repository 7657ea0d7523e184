package dev.reconcile.service;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * After a reboot: what was applied last is true again, of every owner, from the inventory alone. No
 * source is read and no network is needed.
 */
final class Restore {
  private static final Logger LOG = LoggerFactory.getLogger(Restore.class);

  private Restore() {}

  /**
   * Makes the applied specs true.
   *
   * @return whether all is true now
   */
  static boolean run(Engine engine) throws IOException {
    boolean all = true;
    for (Map.Entry<Owner, DesiredState> entry : byOwner(engine.inventory()).entrySet()) {
      Report report = engine.reconcile(scope(entry.getKey(), entry.getValue()));
      report.refusals().forEach(r -> LOG.error("{}: {}: {}", entry.getKey(), r.id(), r.message()));
      report
          .outcomes()
          .forEach(
              (id, outcome) ->
                  LOG.info(
                      "{}: {} {} {}",
                      entry.getKey(),
                      id,
                      outcome.verdict().label(),
                      outcome.message()));
      all &= report.succeeded();
    }
    return all;
  }

  static SortedMap<Owner, DesiredState> byOwner(Inventory inventory) {
    SortedMap<Owner, SortedMap<ResourceId, Resource>> resources = new TreeMap<>();
    inventory
        .entries()
        .forEach(
            (id, entry) -> {
              if (entry.applied() != null && !entry.deleting()) {
                resources
                    .computeIfAbsent(entry.owner(), ignored -> new TreeMap<>())
                    .put(id, entry.applied());
              }
            });
    SortedMap<Owner, DesiredState> states = new TreeMap<>();
    resources.forEach((owner, objects) -> states.put(owner, new DesiredState(objects)));
    return states;
  }

  private static Scope scope(Owner owner, DesiredState desired) {
    return new Scope(
        desired, Set.of(), owner, DiffRequest.Options.NONE, 0, false, Duration.ZERO, null);
  }
}
