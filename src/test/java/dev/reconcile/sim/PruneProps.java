package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.DiffRequest.Options;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Marks;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

/** Pruning takes all that its owner has and does not want, and nothing else. */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class PruneProps {
  private static final Owner OTHER = Owner.applySet("other");

  /** Groups that are no object's go with the last object. */
  private static final Set<String> SHARED = Set.of("root", "monitors");

  /**
   * Property 11: what goes was owned and unwanted, or is being replaced; a refusal takes nothing.
   */
  @Property
  void onlyWhatIsOwnedAndNotWantedGoes(
      @ForAll HostShape shape, @ForAll Fleet before, @ForAll Fleet after, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    SortedSet<ResourceId> theirs = give(sim, before.desired(), new Random(seed));
    SortedMap<ResourceId, Resource> wanted = new TreeMap<>(after.desired().resources());
    wanted.keySet().removeAll(theirs);
    Scope scope = Sim.exactly(new DesiredState(wanted));

    SortedSet<ResourceId> mayGo = new TreeSet<>(sim.inventory().entries().keySet());
    mayGo.removeAll(theirs);
    mayGo.removeAll(wanted.keySet());
    Set<String> mayLose = new TreeSet<>(SHARED);
    mayGo.forEach(id -> mayLose.add(id.toString()));
    for (Change change : sim.preview(scope).changes().changes().values()) {
      if (change instanceof Change.Replace) {
        mayLose.add(change.id().toString());
      }
    }
    SortedMap<String, String> groups = groups(sim);
    SortedMap<ResourceId, Entry> entries = sim.inventory().entries();

    Report report = sim.run(scope);

    groups.keySet().removeAll(groups(sim).keySet());
    groups.values().removeAll(mayLose);
    assertEquals(Map.of(), groups, "groups that went, and whose they were");
    SortedSet<ResourceId> gone = new TreeSet<>(entries.keySet());
    gone.removeAll(sim.inventory().entries().keySet());
    assertEquals(report.refusals().isEmpty() ? mayGo : Set.of(), gone);
    assertTrue(report.refusals().isEmpty() || sim.changes() == 0, "refused, and changed");
  }

  /** Some objects become another owner's. */
  private static SortedSet<ResourceId> give(Sim sim, DesiredState from, Random random) {
    SortedMap<ResourceId, Resource> given = new TreeMap<>(from.resources());
    given.keySet().removeIf(id -> random.nextInt(4) > 0);
    Options take = new Options(false, true, true, true);
    Scope scope =
        new Scope(
            new DesiredState(given),
            Set.of(),
            OTHER,
            take,
            Long.MAX_VALUE,
            false,
            Duration.ZERO,
            null);
    Converged.run(sim, scope);
    return new TreeSet<>(given.keySet());
  }

  /**
   * Property 11: a group at an object's path whose marks are not ours any more is not the object's.
   */
  @Property
  void whatIsNoLongerOursStays(@ForAll HostShape shape, @ForAll Fleet fleet, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(fleet.desired()));
    List<FakeGroup> leaves = new ArrayList<>();
    for (Hierarchy hierarchy : shape.host().hierarchies()) {
      for (FakeGroup group : sim.kernel.cgroups().all(hierarchy).values()) {
        if (group.path.startsWith(Sim.CGROUP_ROOT + "/") && group.children.isEmpty()) {
          leaves.add(group);
        }
      }
    }
    Assume.that(!leaves.isEmpty());
    FakeGroup taken = leaves.get(Math.floorMod(seed, leaves.size()));
    taken.marks.put(Marks.OBJECT, "container/theirs");
    taken.marks.put(Marks.STATE_DIR, "/var/lib/other");
    sim.strangers.add(taken.path);

    sim.run(Sim.exactly(DesiredState.EMPTY));

    assertEquals(taken, sim.kernel.cgroups().find(taken.hierarchy, taken.path));
    assertEquals("container/theirs", taken.marks.get(Marks.OBJECT));
  }

  /**
   * Property 12: when it is true, there is nothing of what was not wanted, whatever had happened.
   */
  @Property
  void nothingUnwantedIsLeft(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll Fleet after,
      @ForAll List<Mishap> mishaps,
      @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    Random random = new Random(seed);
    Mishap.tellable(mishaps).forEach(mishap -> mishap.happen(sim, random));

    Converged.run(sim, Sim.exactly(after.desired()));

    Set<ResourceId> wanted = after.desired().resources().keySet();
    assertEquals(wanted, sim.inventory().entries().keySet());
    Set<String> names = new TreeSet<>();
    wanted.forEach(id -> names.add(id.toString()));
    SortedMap<String, String> unwanted = groups(sim);
    unwanted.values().removeAll(names);
    unwanted.values().removeAll(SHARED);
    assertEquals(Map.of(), unwanted);
    SortedSet<String> containers = containers(sim);
    containers.removeAll(names);
    assertEquals(Set.of(), containers);
  }

  /** Every group of ours and the object that it is marked with. */
  private static SortedMap<String, String> groups(Sim sim) {
    SortedMap<String, String> groups = new TreeMap<>();
    for (Hierarchy hierarchy : sim.kernel.shape().host().hierarchies()) {
      for (FakeGroup group : sim.kernel.cgroups().all(hierarchy).values()) {
        if (group.path.equals(Sim.CGROUP_ROOT) || group.path.startsWith(Sim.CGROUP_ROOT + "/")) {
          String object = group.marks.getOrDefault(Marks.OBJECT, "nobody");
          groups.put(hierarchy.id() + ":" + group.path, object);
        }
      }
    }
    return groups;
  }

  /** Identities of the containers that have a monitor or a directory. */
  private static SortedSet<String> containers(Sim sim) {
    SortedSet<String> containers = new TreeSet<>();
    sim.kernel.monitors().alive.values().forEach(m -> containers.add("container/" + m.name()));
    for (Path path : sim.kernel.files().nodes.keySet()) {
      if (Path.of(Sim.STATE_DIR, "containers").equals(path.getParent())) {
        containers.add("container/" + path.getFileName());
      }
    }
    return containers;
  }
}
