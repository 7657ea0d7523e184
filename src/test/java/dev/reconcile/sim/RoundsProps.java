package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

/** A run is a few rounds: they lead somewhere, and others may have theirs in between. */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class RoundsProps {
  /**
   * Property 27, no lasso: a run that has acted is never again where it was before, or it would do
   * the same for ever. Where it is is told by what is on record and on the host, looked at whenever
   * the record is written, which is before and after the steps of each round.
   */
  @Property
  void noRoundLeadsBackToWhereItWas(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll Fleet after,
      @ForAll List<Mishap> mishaps,
      @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    Random random = new Random(seed);
    Mishap.tellable(mishaps).forEach(mishap -> mishap.happen(sim, random));
    Map<SortedMap<String, String>, Integer> seen = new HashMap<>();
    int[] acts = {0};
    sim.kernel
        .faults()
        .watch(
            () -> {
              if (!sim.kernel.faults().journal().getLast().startsWith("replace inventory")) {
                acts[0]++;
                return;
              }
              Integer earlier = seen.put(Picture.of(sim), acts[0]);
              if (earlier != null && earlier != acts[0]) {
                throw new AssertionError("back again after " + sim.kernel.faults().journal());
              }
            });
    Converged.run(sim, Sim.exactly(after.desired()));
  }

  /**
   * Property 26: two runs at once end as if one had come after the other, unless they get so much
   * in each other's way that one says that it has to be done again.
   */
  @Property(tries = 20)
  void runsAtOnceEqualSomeSerialOnes(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll Fleet one,
      @ForAll Fleet two,
      @ForAll long seed) {
    SortedMap<String, String> first = serial(shape, before, one, seed);
    SortedMap<String, String> last = serial(shape, before, two, seed);

    Sim sim = new Sim(shape, seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    Converged.run(sim, Sim.exactly(before.desired()));
    List<Report> reports = new ArrayList<>();
    sim.meanwhile(
        1 + Math.floorMod(seed, 3), () -> reports.add(sim.run(Sim.exactly(two.desired()))));
    reports.add(sim.run(Sim.exactly(one.desired())));
    sim.alone();
    sim.kernel.settle();

    SortedMap<String, String> picture = objects(sim);
    if (reports.stream().allMatch(Report::succeeded)) {
      assertTrue(
          picture.equals(first) || picture.equals(last), () -> "neither of both: " + picture);
    }
    Converged.run(sim, Sim.exactly(one.desired()));
    Converged.same(first, objects(sim));
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }

  private static SortedMap<String, String> serial(
      HostShape shape, Fleet before, Fleet after, long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    Converged.run(sim, Sim.exactly(after.desired()));
    return objects(sim);
  }

  /** Groups that are nobody's stay for the next run while the other one's helper is in them. */
  private static SortedMap<String, String> objects(Sim sim) {
    SortedMap<String, String> picture = Picture.of(sim);
    picture
        .keySet()
        .removeIf(
            line ->
                line.endsWith(":" + Sim.CGROUP_ROOT)
                    || line.endsWith(":" + Sim.CGROUP_ROOT + "/.monitors"));
    return picture;
  }

  /** Property 26: whoever is killed with the lock in its hand has it no longer. */
  @Property
  void aKilledRunHoldsNobodyUp(@ForAll HostShape shape, @ForAll Fleet fleet, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Scope scope = Sim.exactly(fleet.desired());
    if (sim.run(scope, new Fault.CrashBefore(1)) == null) {
      Converged.run(sim, scope);
    } else {
      assertNull(sim.file.content, "nothing was to be done");
    }
  }
}
