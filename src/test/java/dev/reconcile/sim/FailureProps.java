package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.engine.Scope;
import dev.reconcile.kernel.Errno;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Kind;
import dev.reconcile.model.References;
import dev.reconcile.model.References.Reference;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

/** Property 17: a failure blocks only what is built on it, or starts after it. */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class FailureProps {
  @Property
  void whatCannotBeMadeBlocksOnlyItsUsers(
      @ForAll HostShape shape, @ForAll Fleet fleet, @ForAll long seed) {
    DesiredState desired = fleet.desired();
    List<ResourceId> able = new ArrayList<>(desired.resources().keySet());
    able.removeIf(id -> id.kind() != Kind.CGROUP && id.kind() != Kind.CONTAINER);
    Assume.that(!able.isEmpty());
    ResourceId failing = able.get(Math.floorMod(seed, able.size()));
    // The last mark of a group: its directories are there, and nothing goes on from them.
    String call = "mark object=" + failing;

    blocksOnlyUsers(new Sim(shape, seed), DesiredState.EMPTY, desired, failing, call);
  }

  @Property
  void whatCannotBeStartedBlocksOnlyWhatStartsAfterIt(
      @ForAll HostShape shape, @ForAll Fleet before, @ForAll Fleet after, @ForAll long seed) {
    DesiredState desired = after.desired();
    List<ResourceId> containers = new ArrayList<>(desired.resources().keySet());
    containers.removeIf(id -> id.kind() != Kind.CONTAINER);
    Assume.that(!containers.isEmpty());
    ResourceId failing = containers.get(Math.floorMod(seed, containers.size()));

    blocksOnlyUsers(
        new Sim(shape, seed), before.desired(), desired, failing, "start " + failing.name());
  }

  private static void blocksOnlyUsers(
      Sim sim, DesiredState before, DesiredState desired, ResourceId failing, String call) {
    Converged.run(sim, Sim.exactly(before));
    Scope scope = Sim.exactly(desired);
    Report report = sim.run(scope, new Fault.Permanent(call, Errno.EIO));
    Assume.that(sim.kernel.faults().hasHit());
    if (report == null) {
      throw new AssertionError("killed by nobody");
    }

    TreeMap<ResourceId, Verdict> verdicts = new TreeMap<>();
    report.outcomes().forEach((id, outcome) -> verdicts.put(id, outcome.verdict()));
    TreeMap<ResourceId, Outcome> unexpected = new TreeMap<>(report.outcomes());
    Set<ResourceId> users = users(desired, failing);
    unexpected.keySet().removeIf(id -> users.contains(id) && !id.equals(failing));
    unexpected.values().removeIf(FailureProps::isMade);
    // Nothing is pruned while something else has failed, and what is above that can neither move
    // nor, on v1, be narrowed.
    unexpected.keySet().removeIf(id -> !desired.resources().containsKey(id));
    Set<ResourceId> above = above(before, desired);
    above.remove(failing);
    unexpected.keySet().removeAll(above);
    assertEquals(Set.of(failing), unexpected.keySet(), unexpected::toString);
    for (ResourceId user : users) {
      boolean failed = verdicts.get(user) == Verdict.FAILED;
      assertEquals(user.equals(failing), failed, () -> user + " " + report.outcomes());
    }
    Converged.run(sim, scope);
  }

  /** What the objects that are to be pruned are built on. */
  private static Set<ResourceId> above(DesiredState before, DesiredState desired) {
    Set<ResourceId> above = new TreeSet<>();
    Deque<ResourceId> open = new ArrayDeque<>(before.resources().keySet());
    open.removeAll(desired.resources().keySet());
    for (ResourceId id = open.poll(); id != null; id = open.poll()) {
      Resource resource = before.resources().get(id);
      if (resource != null) {
        References.of(resource).forEach(reference -> open.add(reference.target()));
        References.of(resource).forEach(reference -> above.add(reference.target()));
      }
    }
    return above;
  }

  private static boolean isMade(Outcome outcome) {
    return switch (outcome.verdict()) {
      case CREATED, CONFIGURED, UNCHANGED, RECREATED, PRUNED, DELETED -> true;
      case SKIPPED, FAILED -> false;
    };
  }

  /** Whatever needs it, directly or not, itself among it. */
  private static Set<ResourceId> users(DesiredState desired, ResourceId target) {
    Set<ResourceId> users = new TreeSet<>(Set.of(target));
    boolean grown = true;
    while (grown) {
      grown = false;
      for (Resource resource : desired.resources().values()) {
        List<Reference> references = new ArrayList<>(References.of(resource));
        references.addAll(References.dependencies(resource));
        for (Reference reference : references) {
          grown |= users.contains(reference.target()) && users.add(resource.id());
        }
      }
    }
    return users;
  }
}
