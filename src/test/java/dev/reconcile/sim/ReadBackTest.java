package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Scope;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which runs look a second time, counted in directories that are looked at. */
class ReadBackTest {
  private static final String GROUP =
      """
      apiVersion: reconcile.dev/v1
      kind: Cgroup
      metadata: {name: %s}
      spec: {pids: {max: %d}}
      ---
      """;
  private static final String CONTAINER =
      """
      apiVersion: reconcile.dev/v1
      kind: Container
      metadata: {name: web}
      spec: {process: {args: [/bin/sleep, "1000"]}, cgroup: a, stop: {signal: KILL}}
      """;

  private static Scope scope(String manifest) {
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    ParseResult result =
        Renderer.read(List.of(new SourceFile("a.yaml", Path.of("/srv"), null, bytes, null)));
    assertEquals(List.of(), result.errors());
    return Sim.exactly(result.desired());
  }

  private static int looksOfPreview(Sim sim, Scope scope) {
    int before = sim.kernel.cgroups().looks;
    sim.preview(scope);
    return sim.kernel.cgroups().looks - before;
  }

  private static int looksOfRun(Sim sim, Scope scope) {
    int before = sim.kernel.cgroups().looks;
    assertTrue(sim.run(scope).succeeded());
    return sim.kernel.cgroups().looks - before;
  }

  /**
   * @param removed directories, each of which is looked at as it is removed
   */
  private static void assertLooksOnce(Sim sim, Scope scope, int removed) {
    assertEquals(looksOfPreview(sim, scope) + removed, looksOfRun(sim, scope));
    assertTrue(sim.preview(scope).changes().isClean());
  }

  @ParameterizedTest
  @EnumSource
  void whatIsReadBackAsItIsSetIsNotLookedAtAgain(HostShape shape) {
    Sim sim = new Sim(shape, 7);
    assertLooksOnce(sim, scope(GROUP.formatted("a", 32) + GROUP.formatted("b", 32)), 0);
    assertLooksOnce(sim, scope(GROUP.formatted("a", 64) + GROUP.formatted("b", 32)), 0);
    assertLooksOnce(sim, scope(GROUP.formatted("a", 64)), shape.host().hierarchies().size());
  }

  @ParameterizedTest
  @EnumSource
  void containersAreLookedAtAgainWhenTheyHaveStarted(HostShape shape) {
    Sim sim = new Sim(shape, 7);
    Scope scope = scope(GROUP.formatted("a", 32) + CONTAINER);
    int once = looksOfPreview(sim, scope);
    assertTrue(looksOfRun(sim, scope) > once);
  }

  /** One look to stop it, and one at what is left. */
  @ParameterizedTest
  @EnumSource
  void deletionLooksTwice(HostShape shape) {
    Sim sim = new Sim(shape, 7);
    assertTrue(sim.run(scope(GROUP.formatted("a", 32) + CONTAINER)).succeeded());
    Scope nothing = Sim.exactly(DesiredState.EMPTY);
    int once = looksOfPreview(sim, nothing);
    // a, web, .monitors and the root
    int removed = 4 * shape.host().hierarchies().size();
    assertTrue(looksOfRun(sim, nothing) <= 2 * once + removed);
    assertEquals(0, sim.inventory().entries().size());
  }

  /** An object that moves is looked for in both places. */
  @ParameterizedTest
  @EnumSource
  void whatMovesIsLookedAtAgain(HostShape shape) {
    Sim sim = new Sim(shape, 7);
    Scope scope = scope(GROUP.formatted("a", 32));
    assertTrue(sim.run(scope).succeeded());
    Scope moved =
        scope(
            GROUP.formatted("b", 32)
                + GROUP.formatted("a", 32).replace("{pids", "{parent: b, pids"));
    int once = looksOfPreview(sim, moved);
    assertTrue(looksOfRun(sim, moved) > once);
    assertTrue(sim.preview(moved).changes().isClean());
  }
}
