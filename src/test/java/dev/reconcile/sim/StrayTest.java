package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Report;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A container's process that somebody has moved out of its cgroup, and so out of its limits. */
class StrayTest {
  private static final String WEB =
      """
      apiVersion: reconcile.dev/v1
      kind: Container
      metadata: {name: web}
      spec: {process: {args: [/bin/sleep, "1000"]}, resources: {pids: {max: 64}}}
      """;

  private static DesiredState desired() {
    byte[] bytes = WEB.getBytes(StandardCharsets.UTF_8);
    ParseResult result =
        Renderer.read(List.of(new SourceFile("web.yaml", Path.of("/srv"), null, bytes, null)));
    assertEquals(List.of(), result.errors());
    return result.desired();
  }

  private static Report apply(Sim sim) {
    return sim.run(Sim.scope(desired(), Set.of(), Sim.OWNER, false));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNIFIED")
  void isBroughtBackFromEveryHierarchy(HostShape shape) {
    for (Hierarchy hierarchy : shape.host().hierarchies()) {
      Sim sim = new Sim(shape, 7);
      assertTrue(apply(sim).succeeded());
      FakeMonitor monitor = sim.kernel.monitors().alive.values().iterator().next();
      FakeProcess init = Objects.requireNonNull(monitor.init);
      String leaf = Objects.requireNonNull(init.cgroups.put(hierarchy.id(), "/"));

      Report report = apply(sim);

      assertTrue(report.succeeded(), () -> report.outcomes().toString());
      assertFalse(report.firstPlan().isEmpty(), () -> hierarchy.id() + " was not seen to drift");
      assertEquals(leaf, init.cgroups.get(hierarchy.id()));
      assertTrue(apply(sim).firstPlan().isEmpty());
    }
  }
}
