package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.diff.Change;
import dev.reconcile.engine.Preview;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.engine.Scope;
import dev.reconcile.live.Hierarchy;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.PropertyDefaults;
import net.jqwik.api.domains.Domain;

/** What a run does is what its plan said, and what the plan leaves alone is left alone. */
@Domain(Arbitraries.class)
@PropertyDefaults(tries = 60)
class PlanProps {
  /** Property 6: the first round makes the plan's calls, in its order and no others. */
  @Property
  void whatWasPlannedIsDone(
      @ForAll HostShape shape, @ForAll Fleet before, @ForAll Fleet after, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    Scope scope = Sim.exactly(after.desired());
    List<String> planned = Expected.of(sim, sim.preview(scope).plan());

    Converged.succeeded(sim.run(scope));

    List<String> done = Expected.of(sim.kernel.faults().journal());
    assertTrue(planned.size() <= done.size(), () -> planned + " planned, done: " + done);
    assertEquals(planned, done.subList(0, planned.size()));
  }

  /** Property 6: every object ends as the plan predicted. */
  @Property
  void everyObjectEndsAsPredicted(
      @ForAll HostShape shape, @ForAll Fleet before, @ForAll Fleet after, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    Scope scope = Sim.exactly(after.desired());
    SortedMap<Object, Verdict> predicted = new TreeMap<>();
    sim.preview(scope).changes().changes().forEach((id, c) -> predicted.put(id, verdict(c)));

    SortedMap<Object, Verdict> ended = new TreeMap<>();
    sim.run(scope).outcomes().forEach((id, outcome) -> ended.put(id, outcome.verdict()));

    assertEquals(predicted, ended);
    assertEquals(after.desired().resources().keySet(), sim.inventory().entries().keySet());
  }

  private static Verdict verdict(Change change) {
    return switch (change) {
      case Change.Create ignored -> Verdict.CREATED;
      case Change.Update ignored -> Verdict.CONFIGURED;
      case Change.Replace ignored -> Verdict.RECREATED;
      case Change.Delete delete -> delete.prune() ? Verdict.PRUNED : Verdict.DELETED;
      case Change.NoOp ignored -> Verdict.UNCHANGED;
      case Change.Skip ignored -> Verdict.SKIPPED;
    };
  }

  /** Property 18: what is not replaced keeps its group and its process, all the time. */
  @Property
  void onlyADeclaredReplaceTakesAnythingAway(
      @ForAll HostShape shape, @ForAll Fleet before, @ForAll Fleet after, @ForAll long seed) {
    Sim sim = new Sim(shape, seed);
    Converged.run(sim, Sim.exactly(before.desired()));
    Scope scope = Sim.exactly(after.desired());
    SortedMap<String, Object> kept = standing(sim, sim.preview(scope));

    Preview declared = sim.preview(scope);
    Converged.succeeded(sim.run(scope));

    assertEquals(kept, standing(sim, declared));
  }

  /** Groups and first processes of all that a plan does not replace: a PID is never used twice. */
  private static SortedMap<String, Object> standing(Sim sim, Preview declared) {
    SortedMap<String, Object> standing = new TreeMap<>();
    declared
        .changes()
        .changes()
        .forEach(
            (id, change) -> {
              if (change instanceof Change.NoOp || change instanceof Change.Update) {
                groups(sim, id.toString(), standing);
                for (FakeMonitor monitor : sim.kernel.monitors().alive.values()) {
                  FakeProcess init = monitor.init;
                  if (id.toString().equals("container/" + monitor.name()) && init != null) {
                    standing.put("process of " + id, init.pid);
                  }
                }
              }
            });
    return standing;
  }

  private static void groups(Sim sim, String object, SortedMap<String, Object> into) {
    for (Hierarchy hierarchy : sim.kernel.shape().host().hierarchies()) {
      for (FakeGroup group : sim.kernel.cgroups().all(hierarchy).values()) {
        boolean foreign = !group.path.startsWith(Sim.CGROUP_ROOT + "/");
        if (!foreign && object.equals(group.marks.get("object"))) {
          into.put(hierarchy.id() + ":" + group.path, System.identityHashCode(group));
        }
      }
    }
  }
}
