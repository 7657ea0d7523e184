package dev.reconcile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What holds for every plan, on a host that refuses what a kernel refuses. */
final class PlannerProps {
  private static final DiffRequest.Options PRUNE =
      new DiffRequest.Options(true, false, false, false);

  @Provide
  Arbitrary<CgroupHost> hosts() {
    return Arbitraries.hosts();
  }

  @Provide
  Arbitrary<DesiredState> desired() {
    return Arbitraries.desired();
  }

  @Property(tries = 150)
  void fromOneStateToTheNextNoWriteIsRefusedAndThenThePlanIsEmpty(
      @ForAll("hosts") CgroupHost host,
      @ForAll("desired") DesiredState first,
      @ForAll("desired") DesiredState second) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.converge(first, Set.of(), PRUNE);
    ChangeSet end = run.converge(second, Set.of(), PRUNE);
    assertEquals(List.of(), end.refusals());
    assertEquals(List.of(), run.host.refused);
    assertTrue(run.plan(second, Set.of(), PRUNE).isEmpty());
    assertTrue(run.diff(second, Set.of(), PRUNE).isClean());
    assertEquals(second.resources().keySet(), run.inventory.entries().keySet());
  }

  @Property(tries = 100)
  void deletingEverythingLeavesNothing(
      @ForAll("hosts") CgroupHost host, @ForAll("desired") DesiredState desired) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.apply(desired);
    run.converge(DesiredState.EMPTY, desired.resources().keySet(), DiffRequest.Options.NONE);
    assertEquals(List.of(), run.host.refused);
    run.host.trees.values().forEach(tree -> assertEquals(new TreeSet<>(Set.of("/")), tree.paths()));
    assertTrue(run.host.containers.isEmpty());
  }

  @Property(tries = 100)
  void aWholeRunIsTheSameAsAFreshOne(
      @ForAll("hosts") CgroupHost host,
      @ForAll("desired") DesiredState first,
      @ForAll("desired") DesiredState second) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.converge(first, Set.of(), PRUNE);
    run.converge(second, Set.of(), PRUNE);
    ModelRun fresh = new ModelRun(new ModelHost(host));
    fresh.apply(second);
    assertEquals(files(fresh, second), files(run, second));
  }

  /**
   * What every group of these objects holds: a field that we set and that left is as it was never
   * set.
   */
  private static Map<String, Object> files(ModelRun run, DesiredState desired) {
    Map<String, Object> files = new HashMap<>();
    run.host
        .live(desired, run.inventory)
        .cgroups()
        .forEach(
            (path, group) ->
                group
                    .directories()
                    .forEach(
                        (id, directory) -> {
                          if (!path.equals("/")) {
                            var values = new HashMap<>(directory.files());
                            values.remove("cgroup.subtree_control");
                            files.put(id + path, values);
                          }
                        }));
    return files;
  }

  @Property(tries = 100)
  void everyStepComesAfterWhatItNeeds(
      @ForAll("hosts") CgroupHost host, @ForAll("desired") DesiredState desired) {
    Plan plan = new ModelRun(new ModelHost(host)).plan(desired, Set.of(), DiffRequest.Options.NONE);
    int number = 0;
    for (Step step : plan.steps()) {
      assertEquals(++number, step.number());
      step.after().forEach(before -> assertTrue(before < step.number()));
    }
  }

  /** Any order that respects {@code after} ends alike: the edges say all that matters. */
  @Property(tries = 100)
  void anyLinearisationIsTaken(
      @ForAll("hosts") CgroupHost host,
      @ForAll("desired") DesiredState desired,
      @ForAll long seed) {
    ModelRun run = new ModelRun(new ModelHost(host));
    Plan plan = run.plan(desired, Set.of(), DiffRequest.Options.NONE);
    linearisation(plan, new Random(seed)).forEach(run.host::perform);
    assertEquals(List.of(), run.host.refused);
    ModelRun inOrder = new ModelRun(new ModelHost(host));
    plan.steps().forEach(inOrder.host::perform);
    assertEquals(files(inOrder, desired), files(run, desired));
  }

  private static List<Step> linearisation(Plan plan, Random random) {
    List<Step> open = new ArrayList<>(plan.steps());
    List<Step> order = new ArrayList<>();
    Set<Integer> done = new TreeSet<>();
    while (!open.isEmpty()) {
      List<Step> ready = open.stream().filter(step -> done.containsAll(step.after())).toList();
      Step next = ready.get(random.nextInt(ready.size()));
      open.remove(next);
      done.add(next.number());
      order.add(next);
    }
    return order;
  }

  /** Minimality: without any one step of a first apply, it is not true afterwards. */
  @Property(tries = 60)
  void everyStepIsNeeded(
      @ForAll("hosts") CgroupHost host,
      @ForAll("desired") DesiredState desired,
      @ForAll("places") int place) {
    ModelRun run = new ModelRun(new ModelHost(host));
    Plan plan = run.plan(desired, Set.of(), DiffRequest.Options.NONE);
    Step dropped = plan.steps().get(place % plan.steps().size());
    for (Step step : plan.steps()) {
      if (step != dropped) {
        run.host.perform(step);
      }
    }
    boolean refused = !run.host.refused.isEmpty();
    assertTrue(
        refused || !run.diff(desired, Set.of(), DiffRequest.Options.NONE).isClean(),
        () -> "not needed: " + dropped + "\n" + Plans.draw(plan));
  }

  @Provide
  Arbitrary<Integer> places() {
    return net.jqwik.api.Arbitraries.integers().between(0, 9_999);
  }

  @Property(tries = 100)
  void aChangeOfLimitsAloneRecreatesNothing(
      @ForAll("hosts") CgroupHost host,
      @ForAll("desired") DesiredState first,
      @ForAll("desired") DesiredState second) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.apply(first);
    ChangeSet changes = run.diff(second, Set.of(), DiffRequest.Options.NONE);
    for (Change change : changes.changes().values()) {
      if (change instanceof Change.Replace replace) {
        assertTrue(
            replace.fields().stream().anyMatch(PlannerProps::recreates),
            () -> "recreated by limits: " + replace);
      }
    }
  }

  private static boolean recreates(FieldChange field) {
    return field.mutability() == Mutability.RECREATE && !field.path().startsWith("resources");
  }

  @Property(tries = 60)
  void planningIsPureAndDeterministic(
      @ForAll("hosts") CgroupHost host,
      @ForAll("desired") DesiredState desired,
      @ForAll long seed) {
    Locale before = Locale.getDefault();
    List<Resource> shuffled = new ArrayList<>(desired.resources().values());
    Collections.shuffle(shuffled, new Random(seed));
    String plan = draw(host, desired);
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    try {
      assertEquals(plan, draw(host, Objects.desired(shuffled)));
    } finally {
      Locale.setDefault(before);
    }
  }

  private static String draw(CgroupHost host, DesiredState desired) {
    return Plans.draw(
        new ModelRun(new ModelHost(host)).plan(desired, Set.of(), DiffRequest.Options.NONE));
  }

  @Property(tries = 60)
  void pruningDeletesOnlyWhatIsOwnedAndNotWanted(
      @ForAll("hosts") CgroupHost host,
      @ForAll("desired") DesiredState first,
      @ForAll("desired") DesiredState second) {
    ModelRun run = new ModelRun(new ModelHost(host));
    run.apply(first);
    Set<ResourceId> deleted = new TreeSet<>();
    run.diff(second, Set.of(), PRUNE)
        .changes()
        .forEach(
            (id, change) -> {
              if (change instanceof Change.Delete) {
                deleted.add(id);
              }
            });
    Set<ResourceId> expected = new TreeSet<>(first.resources().keySet());
    expected.removeAll(second.resources().keySet());
    assertEquals(expected, deleted);
  }
}
