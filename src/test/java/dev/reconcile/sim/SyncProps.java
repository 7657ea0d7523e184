package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.reconcile.diff.DiffRequest.Options;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import dev.reconcile.service.Engine;
import dev.reconcile.service.sync.Candidate;
import dev.reconcile.service.sync.LastGood;
import dev.reconcile.service.sync.PassResult;
import dev.reconcile.service.sync.Reason;
import dev.reconcile.service.sync.SyncFixture;
import dev.reconcile.service.sync.SyncStateFile;
import dev.reconcile.service.sync.SyncWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import net.jqwik.api.Assume;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/**
 * A Sync on a simulated host: neither what wakes it nor what its source says in between matters.
 */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class SyncProps {
  private SyncFixture.Source source = new SyncFixture.Source();
  private Path stateDir = Path.of("");

  @BeforeTry
  void makeState() throws IOException {
    source = new SyncFixture.Source();
    stateDir = Files.createTempDirectory("sync");
  }

  @AfterTry
  void removeState() throws IOException {
    SyncStateFile.of(stateDir, "shop").remove();
    SyncStateFile.of(stateDir, "fresh").remove();
    Files.deleteIfExists(stateDir.resolve("sync"));
    Files.deleteIfExists(stateDir);
  }

  /** A service's engine on a simulated host; what would lose data is allowed. */
  private record Simulated(Sim sim) implements Engine {
    @Override
    public Report reconcile(Scope scope) {
      boolean prune = scope.options().prune();
      return sim.run(
          new Scope(
              scope.desired(),
              scope.delete(),
              scope.owner(),
              new Options(prune, true, false, true),
              scope.maxDeletes(),
              scope.awaitReady(),
              scope.timeout(),
              null));
    }

    @Override
    public Inventory inventory() {
      return sim.inventory();
    }
  }

  private SyncWorker worker(Sim sim) throws IOException {
    sim.serve();
    return new SyncWorker(
        SyncFixture.sync("shop", Dict.EMPTY.with("maxDeletes", new Text("max"))),
        new Simulated(sim),
        source,
        SyncStateFile.of(stateDir, "shop"),
        InstantSource.fixed(Instant.EPOCH));
  }

  private static Candidate revision(String name, Fleet fleet) {
    Assume.that(!fleet.desired().resources().isEmpty());
    return new Candidate(fleet.desired(), new LastGood(name, "tree-" + name, "", null, name));
  }

  private static PassResult pass(SyncWorker worker) throws IOException {
    return worker.pass(result -> null);
  }

  private static SortedMap<String, String> applied(SyncWorker worker, Sim sim) throws IOException {
    assertInstanceOf(PassResult.Applied.class, pass(worker));
    sim.kernel.settle();
    assertInstanceOf(PassResult.Applied.class, pass(worker));
    return Picture.of(sim);
  }

  private static List<Mishap> known(List<Mishap> mishaps) {
    List<Mishap> known = new ArrayList<>(mishaps);
    // Without records or marks nobody can tell what was ours, nor whose a record was.
    known.removeAll(
        List.of(
            Mishap.LOSE_INVENTORY,
            Mishap.LOSE_MARKS_OF_EMPTY_GROUP,
            Mishap.TEAR_STATUS,
            Mishap.DROP_STATUS));
    return known;
  }

  /** Property 25: triggers that are lost, doubled, early or late lead to the same. */
  @Property
  void whateverWakesItItEndsAlike(
      @ForAll HostShape shape, @ForAll Fleet fleet, @ForAll List<Mishap> mishaps, @ForAll long seed)
      throws IOException {
    source.says(revision("r1", fleet));
    Sim sim = new Sim(shape, seed);
    SyncWorker worker = worker(sim);
    SortedMap<String, String> expected = applied(worker, sim);
    Random random = new Random(seed);
    for (Mishap mishap : known(mishaps)) {
      mishap.happen(sim, random);
      for (int triggers = random.nextInt(3); triggers > 0; triggers--) {
        trigger(worker, fleet, random);
      }
    }
    assertEquals(expected, applied(worker, sim));
  }

  private static void trigger(SyncWorker worker, Fleet fleet, Random random) throws IOException {
    Set<ResourceId> some = new TreeSet<>(fleet.desired().resources().keySet());
    some.removeIf(id -> random.nextBoolean());
    if (random.nextInt(4) == 0) {
      pass(worker);
    } else {
      worker.heal(some);
    }
  }

  /**
   * Property 11: a revision that cannot be used, or that is empty, deletes nothing; what was good
   * stays in force. Property 24: the next good one is then true as if nothing had been.
   */
  @Property
  void brokenRevisionDeletesNothing(
      @ForAll HostShape shape,
      @ForAll Fleet before,
      @ForAll Fleet after,
      @ForAll List<Mishap> mishaps,
      @ForAll long seed)
      throws IOException {
    Reason[] reasons = Reason.values();
    Reason reason = reasons[Math.floorMod(seed, reasons.length)];
    source.says(revision("r1", before)).says(revision("r1", before)).breaks(reason).breaks(reason);
    source.says(revision("r2", after));
    Sim sim = new Sim(shape, seed);
    SyncWorker worker = worker(sim);
    SortedMap<String, String> good = applied(worker, sim);
    Random random = new Random(seed);
    known(mishaps).forEach(mishap -> mishap.happen(sim, random));

    assertInstanceOf(PassResult.Failed.class, pass(worker));
    sim.kernel.settle();
    assertInstanceOf(PassResult.Failed.class, pass(worker));
    assertEquals(good, Picture.of(sim));

    Sim fresh = new Sim(shape, seed);
    SyncFixture.Source other = new SyncFixture.Source().says(revision("r2", after));
    SyncWorker straight =
        new SyncWorker(
            worker.sync(),
            new Simulated(fresh),
            other,
            SyncStateFile.of(stateDir, "fresh"),
            InstantSource.fixed(Instant.EPOCH));
    fresh.serve();
    assertEquals(applied(straight, fresh), applied(worker, sim));
  }
}
