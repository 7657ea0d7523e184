package dev.reconcile.sim;

import dev.reconcile.engine.Scope;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.NamespaceMode;
import dev.reconcile.model.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

/** Whatever has happened to the host and to our records, one run makes it true again. */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class MishapProps {
  /** Convergence from arbitrary records and hosts, and stability once the mishaps end. */
  @Property
  void oneRunMakesItTrueAgain(
      @ForAll HostShape shape,
      @ForAll Fleet fleet,
      @ForAll List<Mishap> mishaps,
      @ForAll long seed) {
    List<Mishap> tellable = new ArrayList<>(mishaps);
    // A group without marks that no record names may be anybody's: the run is rightly refused.
    if (mishaps.contains(Mishap.LOSE_INVENTORY)) {
      tellable.removeAll(List.of(Mishap.LOSE_MARKS_OF_EMPTY_GROUP));
    }
    Sim sim = new Sim(shape, seed);
    SortedMap<String, String> picture = disturbed(sim, fleet, tellable, seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    Scope scope = Sim.exactly(fleet.desired());
    Converged.run(sim, scope);
    Converged.same(picture, Picture.of(sim));
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }

  /** A change of mind in the middle of it makes no difference. */
  @Property
  void oneRunBringsWhatIsWantedNow(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll Fleet after,
      @ForAll List<Mishap> mishaps,
      @ForAll long seed) {
    Sim fresh = new Sim(shape, seed);
    Converged.run(fresh, Sim.exactly(after.desired()));
    Sim sim = new Sim(shape, seed);
    disturbed(sim, before, Mishap.tellable(mishaps), seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    Converged.run(sim, Sim.exactly(after.desired()));
    Converged.same(Picture.of(fresh), Picture.of(sim));
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }

  private static SortedMap<String, String> disturbed(
      Sim sim, Fleet fleet, List<Mishap> mishaps, long seed) {
    Converged.run(sim, Sim.exactly(fleet.desired()));
    SortedMap<String, String> picture = Picture.of(sim);
    Random random = new Random(seed);
    List<Mishap> seen = new ArrayList<>(mishaps);
    // Among the host's PIDs nothing but the record tells which process is a container's first one.
    if (sharesPids(fleet)) {
      seen.removeAll(List.of(Mishap.TEAR_STATUS, Mishap.DROP_STATUS));
    }
    seen.forEach(mishap -> mishap.happen(sim, random));
    return picture;
  }

  private static boolean sharesPids(Fleet fleet) {
    return fleet.desired().resources().values().stream()
        .anyMatch(
            resource ->
                resource instanceof Container container
                    && container.namespaces().get(NamespaceType.PID) == NamespaceMode.HOST);
  }
}
