package dev.reconcile.sim;

import dev.reconcile.engine.Scope;
import dev.reconcile.kernel.Errno;
import dev.reconcile.model.DesiredState;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.domains.Domain;

/** A run that is killed anywhere, or refused anywhere, is made good by the next one. */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class CrashProps {
  @Property
  void theRunAfterACrashEndsAsIfThereHadBeenNone(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll Fleet after,
      @ForAll long seed,
      @ForAll boolean completed,
      @ForAll boolean late) {
    Sim undisturbed = new Sim(shape, seed);
    Converged.run(undisturbed, Sim.exactly(before.desired()));
    Scope scope = Sim.exactly(after.desired());
    Converged.succeeded(undisturbed.run(scope));
    int changes = undisturbed.changes();
    Assume.that(changes > 0);
    undisturbed.kernel.settle();

    Sim sim = new Sim(shape, seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    Converged.run(sim, Sim.exactly(before.desired()));
    int at = 1 + Math.floorMod(seed, changes);
    sim.run(scope, completed ? new Fault.CrashAfter(at) : new Fault.CrashBefore(at));
    if (late) {
      sim.kernel.settle();
    }
    Converged.run(sim, scope);
    Converged.same(Picture.of(undisturbed), Picture.of(sim));
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }

  @Property
  void whatAKilledRunHasLeftCanBeTakenAway(
      @ForAll HostShape shape,
      @ForAll Fleet fleet,
      @ForAll long seed,
      @ForAll boolean completed,
      @ForAll boolean late) {
    Sim undisturbed = new Sim(shape, seed);
    SortedMap<String, String> nothing = Picture.of(undisturbed);
    Scope scope = Sim.exactly(fleet.desired());
    Converged.succeeded(undisturbed.run(scope));
    int changes = undisturbed.changes();
    Assume.that(changes > 0);

    Sim sim = new Sim(shape, seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    int at = 1 + Math.floorMod(seed, changes);
    sim.run(scope, completed ? new Fault.CrashAfter(at) : new Fault.CrashBefore(at));
    if (late) {
      sim.kernel.settle();
    }
    Converged.run(sim, Sim.exactly(DesiredState.EMPTY));
    Converged.same(nothing, Picture.of(sim));
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }

  /**
   * Properties 3 and 13: each wants things elsewhere, and none of them gets to say where they are.
   */
  @Property
  void whatRunsKilledInARowHaveLeftIsMadeGood(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll @Size(max = 3) List<Fleet> killed,
      @ForAll Fleet after,
      @ForAll long seed) {
    Sim undisturbed = new Sim(shape, seed);
    Converged.run(undisturbed, Sim.exactly(before.desired()));
    Converged.run(undisturbed, Sim.exactly(after.desired()));

    Sim sim = new Sim(shape, seed);
    SortedMap<String, String> foreign = Foreign.picture(sim.kernel);
    Converged.run(sim, Sim.exactly(before.desired()));
    Random random = new Random(seed);
    for (Fleet fleet : killed) {
      int at = 1 + random.nextInt(40);
      sim.run(
          Sim.exactly(fleet.desired()),
          random.nextBoolean() ? new Fault.CrashAfter(at) : new Fault.CrashBefore(at));
      if (random.nextBoolean()) {
        sim.kernel.settle();
      }
    }
    Converged.run(sim, Sim.exactly(after.desired()));
    Converged.same(Picture.of(undisturbed), Picture.of(sim));
    Converged.same(foreign, Foreign.picture(sim.kernel));
  }

  @Property
  void aRefusalThatDoesNotLastIsMadeGood(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll Fleet after,
      @ForAll long seed,
      @ForAll Errno errno) {
    Sim undisturbed = new Sim(shape, seed);
    Converged.run(undisturbed, Sim.exactly(before.desired()));
    Scope scope = Sim.exactly(after.desired());
    Converged.succeeded(undisturbed.run(scope));
    int changes = undisturbed.changes();
    Assume.that(changes > 0);
    undisturbed.kernel.settle();

    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    int at = 1 + Math.floorMod(seed, changes);
    try {
      sim.run(scope, new Fault.Transient(at, errno));
    } catch (java.io.UncheckedIOException stateNotWritten) {
      // The inventory could not be replaced: the run ended there.
    }
    Converged.run(sim, scope);
    Converged.same(Picture.of(undisturbed), Picture.of(sim));
  }
}
