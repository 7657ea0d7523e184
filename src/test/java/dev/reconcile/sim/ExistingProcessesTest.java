package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Report;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Existing processes that Cgroups name, on simulated hosts. */
class ExistingProcessesTest {
  private static final int INIT = 1;
  private static final String INSIDE = "/reconcile/app/.processes";

  private static DesiredState app(String processes) {
    String yaml =
        """
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: app}
        spec: {pids: {max: 64}%s}
        ---
        apiVersion: reconcile.dev/v1
        kind: Container
        metadata: {name: web}
        spec: {process: {args: [/bin/sleep, "1000"]}, stop: {gracePeriod: 1s}}
        """
            .formatted(processes.isEmpty() ? "" : ", processes: {" + processes + "}");
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    ParseResult result =
        Renderer.read(List.of(new SourceFile("p.yaml", Path.of("/srv"), null, bytes, null)));
    assertEquals(List.of(), result.errors());
    return result.desired();
  }

  private static Report apply(Sim sim, DesiredState desired) {
    Report report = sim.run(Sim.scope(desired, Set.of(), Sim.OWNER, false));
    assertTrue(report.succeeded(), report::toString);
    return report;
  }

  private static void assertAt(String path, Sim sim, FakeProcess process) {
    for (Hierarchy hierarchy : sim.kernel.cgroups().host().hierarchies()) {
      assertEquals(path, process.cgroups.get(hierarchy.id()), hierarchy.id());
    }
  }

  private static FakeProcess stress(Sim sim) {
    return sim.kernel.processes().spawn(INIT, "stress-ng");
  }

  @ParameterizedTest
  @EnumSource
  void areBroughtInKeptAndBroughtBack(HostShape shape) {
    Sim sim = new Sim(shape, 3);
    FakeProcess first = stress(sim);
    DesiredState desired = app("comms: [stress-ng]");

    apply(sim, desired);
    assertAt(INSIDE, sim, first);
    apply(sim, desired);
    assertEquals(0, sim.changes());

    FakeProcess second = stress(sim);
    apply(sim, desired);
    assertAt(INSIDE, sim, second);

    apply(sim, app(""));
    assertAt("/", sim, first);
    assertAt("/", sim, second);
    apply(sim, desired);
    assertTrue(sim.run(Sim.exactly(DesiredState.EMPTY)).succeeded());
    assertAt("/", sim, first);
  }

  @Test
  void thoseThatNothingNamesAnyMoreGoBack() {
    Sim sim = new Sim(HostShape.HYBRID, 3);
    FakeProcess stays = stress(sim);
    FakeProcess goes = stress(sim);
    apply(sim, app("comms: [stress-ng]"));
    goes.uid = 1000;
    apply(sim, app("users: [\"1000\"]"));

    assertAt("/", sim, stays);
    assertAt(INSIDE, sim, goes);
  }

  @Test
  void thatAreNotThereAreWaitedFor() {
    Sim sim = new Sim(HostShape.HYBRID, 3);

    Report report = apply(sim, app("pids: [4242]"));

    assertTrue(
        report.notes().contains("cgroup/app: Pending: PID 4242 is not there"), report::toString);
  }

  @Test
  void ofContainersOtherNamespacesAndTheKernelAreLeftAlone() {
    Sim sim = new Sim(HostShape.HYBRID, 3);
    FakeProcess thread = stress(sim);
    thread.kernelThread = true;
    FakeProcess elsewhere = stress(sim);
    elsewhere.namespaces.put(NamespaceType.PID, 7L);
    apply(sim, app(""));
    FakeProcess inside = stress(sim);
    inside.cgroups.replaceAll((hierarchy, path) -> "/reconcile/web");

    apply(sim, app("comms: [stress-ng]"));

    assertAt("/", sim, thread);
    assertAt("/", sim, elsewhere);
    assertAt("/reconcile/web", sim, inside);
  }

  @Test
  void everyCrashConverges() {
    DesiredState desired = app("comms: [stress-ng]");
    Sim whole = new Sim(HostShape.HYBRID, 3);
    stress(whole);
    apply(whole, desired);
    int changes = whole.changes();
    for (int step = 1; step <= changes; step++) {
      Sim sim = new Sim(HostShape.HYBRID, 3);
      FakeProcess process = stress(sim);
      sim.run(Sim.scope(desired, Set.of(), Sim.OWNER, false), new Fault.CrashBefore(step));
      apply(sim, desired);
      assertAt(INSIDE, sim, process);
      sim.run(Sim.exactly(DesiredState.EMPTY), new Fault.CrashBefore(step));
      assertTrue(sim.run(Sim.exactly(DesiredState.EMPTY)).succeeded());
      assertAt("/", sim, process);
    }
  }
}
