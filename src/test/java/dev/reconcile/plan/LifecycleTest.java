package dev.reconcile.plan;

import static dev.reconcile.plan.Objects.cgroup;
import static dev.reconcile.plan.Objects.container;
import static dev.reconcile.plan.Objects.desired;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.model.DesiredState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Objects from nothing to nothing, on every kind of host. */
final class LifecycleTest {
  private static final DesiredState SHOP =
      desired(
          cgroup(
              "app",
              Map.of(
                  "memory.max",
                  "512Mi",
                  "cpu.max",
                  "500m",
                  "pids.max",
                  "64",
                  "cpuset.cpus",
                  "0-1")),
          container(
              "db",
              Map.of(
                  "cgroup", "app", "resources.memory.max", "256Mi", "resources.cpu.max", "250m")),
          container("web", Map.of("cgroup", "app", "dependsOn", "[name=db]")));

  static Stream<CgroupHost> hosts() {
    return Stream.of(Objects.unified(), Objects.hybrid(), Objects.legacy());
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void createdUnchangedDeleted(CgroupHost hierarchies) {
    ModelRun run = new ModelRun(new ModelHost(hierarchies));
    ChangeSet changes = run.apply(SHOP);
    assertEquals(List.of(), changes.refusals());
    assertEquals(List.of(), run.host.refused);
    assertTrue(run.diff(SHOP, Set.of(), DiffRequest.Options.NONE).isClean());
    run.converge(DesiredState.EMPTY, SHOP.resources().keySet(), DiffRequest.Options.NONE);
    assertEquals(List.of(), run.host.refused);
    run.host.trees.values().forEach(tree -> assertEquals(new TreeSet<>(Set.of("/")), tree.paths()));
    assertTrue(run.host.containers.isEmpty());
    assertTrue(run.inventory.entries().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void limitsNarrowAndWidenAcrossTheTree(CgroupHost hierarchies) {
    ModelRun run = new ModelRun(new ModelHost(hierarchies));
    run.apply(tree("0-3", "2", "0-1", "1"));
    int pid = run.host.running("db").pid;
    run.apply(tree("2", "300m", "2", "100m"));
    run.apply(tree("0-1,3", "3", "1,3", "2500m"));
    assertEquals(List.of(), run.host.refused);
    assertEquals(pid, run.host.running("db").pid);
    assertTrue(
        run.diff(tree("0-1,3", "3", "1,3", "2500m"), Set.of(), DiffRequest.Options.NONE).isClean());
  }

  private static DesiredState tree(
      String outerCpus, String outerMax, String innerCpus, String innerMax) {
    return desired(
        cgroup("app", Map.of("cpuset.cpus", outerCpus, "cpu.max", outerMax)),
        container(
            "db",
            Map.of(
                "cgroup",
                "app",
                "resources.cpuset.cpus",
                innerCpus,
                "resources.cpu.max",
                innerMax)),
        container("web", Map.of("cgroup", "app")));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aBurstGrowsAfterItsQuotaAndShrinksBeforeIt(CgroupHost hierarchies) {
    ModelRun run = new ModelRun(new ModelHost(hierarchies));
    run.apply(bursting("300m", "10ms", "0us"));
    run.apply(bursting("200m", "100ms", "15ms"));
    run.apply(bursting("300m", "10ms", "1ms"));
    assertEquals(List.of(), run.host.refused);
  }

  private static DesiredState bursting(String max, String period, String burst) {
    return desired(
        cgroup("app", Map.of("cpu.max", max, "cpu.period", period, "cpu.burst", burst)),
        cgroup("tier", Map.of("parent", "app", "cpu.max", "50m")));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aKilledContainerRunsAgainAndAChangedOneIsRecreated(CgroupHost hierarchies) {
    ModelRun run = new ModelRun(new ModelHost(hierarchies));
    run.apply(SHOP);
    int pid = run.host.running("db").pid;
    run.host.crash("db");
    run.apply(SHOP);
    assertTrue(run.host.running("db").pid > pid);
    DesiredState other = desired(List.copyOf(withArgs("[/bin/true]").resources().values()));
    run.apply(other);
    assertEquals(List.of(), run.host.refused);
    assertTrue(run.diff(other, Set.of(), DiffRequest.Options.NONE).isClean());
  }

  private static DesiredState withArgs(String args) {
    return desired(
        cgroup("app", Map.of("memory.max", "512Mi")),
        container("db", Map.of("cgroup", "app", "process.args", args)),
        container("web", Map.of("cgroup", "app", "dependsOn", "[name=db]")));
  }

  @ParameterizedTest
  @MethodSource("hosts")
  void aTamperedLimitIsRestoredByOneWrite(CgroupHost hierarchies) {
    ModelRun run = new ModelRun(new ModelHost(hierarchies));
    run.apply(SHOP);
    String tree =
        hierarchies.unified() != null && hierarchies.of("pids") == hierarchies.unified()
            ? "v2"
            : "pids";
    run.host.tree(tree).tamper("/reconcile/app", "pids.max", "3");
    run.apply(SHOP);
    assertEquals(1, run.plans.getFirst().steps().size());
    assertEquals("64", run.host.tree(tree).file("/reconcile/app", "pids.max"));
  }
}
