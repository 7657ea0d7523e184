package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.reconcile.diff.DiffRequest.Options;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.kernel.Errno;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import dev.reconcile.service.Engine;
import dev.reconcile.service.schedule.Backoff;
import dev.reconcile.service.sync.Candidate;
import dev.reconcile.service.sync.Condition.Status;
import dev.reconcile.service.sync.LastGood;
import dev.reconcile.service.sync.PassResult;
import dev.reconcile.service.sync.Reason;
import dev.reconcile.service.sync.SyncFixture;
import dev.reconcile.service.sync.SyncStateFile;
import dev.reconcile.service.sync.SyncWorker;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import java.util.function.Supplier;
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
  private record Simulated(Sim sim, Supplier<Fault> fault) implements Engine {
    Simulated(Sim sim) {
      this(sim, Fault.None::new);
    }

    @Override
    public Report reconcile(Scope scope) {
      boolean prune = scope.options().prune();
      Scope asked =
          new Scope(
              scope.desired(),
              scope.delete(),
              scope.owner(),
              new Options(prune, true, false, true),
              scope.maxDeletes(),
              scope.awaitReady(),
              scope.timeout(),
              null);
      return Objects.requireNonNull(sim.run(asked, fault.get()), "killed by nobody");
    }

    @Override
    public Inventory inventory() {
      return sim.inventory();
    }
  }

  private SyncWorker worker(Sim sim) throws IOException {
    return worker(sim, new Simulated(sim));
  }

  private SyncWorker worker(Sim sim, Engine engine) throws IOException {
    sim.serve();
    return new SyncWorker(
        SyncFixture.sync("shop", Dict.EMPTY.with("maxDeletes", new Text("max"))),
        engine,
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

  /**
   * Property 20: what fails for good ends Stalled. It is tried less and less often, though no more
   * seldom than a Sync that is well has its passes; another revision begins anew.
   */
  @Property
  void whatFailsForGoodStallsUntilAnotherRevision(
      @ForAll HostShape shape, @ForAll Fleet fleet, @ForAll Fleet after, @ForAll long seed)
      throws IOException {
    ResourceId failing = someObject(fleet, seed);
    Fault fault = new Fault.Permanent("mark object=" + failing, Errno.EIO);
    int passes = 8;
    for (int pass = 0; pass < passes; pass++) {
      source.says(revision("r1", fleet));
    }
    source.says(revision("r2", fleet)).says(revision("r3", after));
    Sim sim = new Sim(shape, seed);
    Fault[] now = {fault};
    SyncWorker worker = worker(sim, new Simulated(sim, () -> now[0]));

    List<Duration> waits = new ArrayList<>();
    for (int pass = 1; pass <= passes; pass++) {
      waits.add(waitAfter(worker));
      assertEquals(pass < 5 ? Status.FALSE : Status.TRUE, stalled(worker), "pass " + pass);
    }
    List<Integer> expected = List.of(10, 20, 40, 60, 60, 60, 60, 60);
    assertEquals(expected.stream().map(Duration::ofSeconds).toList(), waits);

    assertEquals(Duration.ofSeconds(10), waitAfter(worker), "another revision, as bad");
    assertEquals(Status.FALSE, stalled(worker));
    now[0] = new Fault.None();
    assertInstanceOf(PassResult.Applied.class, pass(worker));
    assertEquals(0, worker.failures());
    assertEquals(Status.FALSE, stalled(worker));
  }

  private static ResourceId someObject(Fleet fleet, long seed) {
    List<ResourceId> able = new ArrayList<>(fleet.desired().resources().keySet());
    able.removeIf(id -> id.kind() != Kind.CGROUP && id.kind() != Kind.CONTAINER);
    Assume.that(!able.isEmpty());
    return able.get(Math.floorMod(seed, able.size()));
  }

  private static Status stalled(SyncWorker worker) {
    return worker.state().conditions().stalled().status();
  }

  /** Of a Sync with an interval of a minute, after one more pass, which fails. */
  private static Duration waitAfter(SyncWorker worker) throws IOException {
    Backoff backoff = new Backoff(Duration.ofSeconds(10));
    Instant regular = Instant.EPOCH.plusSeconds(60);
    PassResult result =
        worker.pass(ended -> backoff.next(Instant.EPOCH, worker.failures(), regular));
    assertInstanceOf(PassResult.Failed.class, result);
    return Duration.between(Instant.EPOCH, worker.state().nextRun());
  }
}
