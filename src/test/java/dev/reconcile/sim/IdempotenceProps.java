package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.engine.Scope;
import java.util.Set;
import java.util.SortedMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

/** Applying what is true already changes nothing; looking never does; others' things stay. */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class IdempotenceProps {
  @Property
  void aSecondRunChangesNothing(@ForAll HostShape shape, @ForAll Fleet fleet, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    Scope scope = Sim.exactly(fleet.desired());
    Converged.run(sim, scope);
    Set<Verdict> verdicts =
        sim.run(scope).outcomes().values().stream()
            .map(outcome -> outcome.verdict())
            .collect(Collectors.toSet());
    assertEquals(fleet.desired().resources().isEmpty(), verdicts.isEmpty());
    verdicts.remove(Verdict.UNCHANGED);
    assertEquals(Set.of(), verdicts);
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }

  /** From one state to another is the same as the other at once. */
  @Property
  void theRoadDoesNotMatter(
      @ForAll HostShape shape, @ForAll Fleet before, @ForAll Fleet after, @ForAll long seed) {
    Sim changed = new Sim(shape, seed);
    SortedMap<String, String> foreign = Foreign.picture(changed.kernel);
    Converged.run(changed, Sim.exactly(before.desired()));
    Converged.run(changed, Sim.exactly(after.desired()));
    Sim fresh = new Sim(shape, seed);
    Converged.run(fresh, Sim.exactly(after.desired()));
    Converged.same(Picture.of(fresh), Picture.of(changed));
    Converged.same(foreign, Foreign.picture(changed.kernel));
  }

  /** What is deleted leaves nothing behind. */
  @Property
  void deletionLeavesNothing(@ForAll HostShape shape, @ForAll Fleet fleet, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    Converged.run(sim, Sim.exactly(fleet.desired()));
    Converged.run(
        sim,
        Sim.scope(Fleet.EMPTY.desired(), sim.inventory().entries().keySet(), Sim.OWNER, false));
    assertEquals(Set.of(), Picture.of(sim).keySet());
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }
}
