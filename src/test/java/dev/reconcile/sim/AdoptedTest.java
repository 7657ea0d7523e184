package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Report;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Groups that somebody else has made: their limits are borrowed. */
class AdoptedTest {
  private static final String SLICE = "/guest.slice";

  private static final String OTHER =
      """
      ---
      apiVersion: reconcile.dev/v1
      kind: Cgroup
      metadata: {name: other}
      spec: {pids: {max: 5}}
      """;

  private static String adoptingText(String limits) {
    return """
    apiVersion: reconcile.dev/v1
    kind: Cgroup
    metadata: {name: guest}
    spec: {unit: guest.slice, %s}
    """
        .formatted(limits);
  }

  private static DesiredState adopting(String limits) {
    return read(adoptingText(limits));
  }

  private static DesiredState read(String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    ParseResult result =
        Renderer.read(List.of(new SourceFile("a.yaml", Path.of("/srv"), null, bytes, null)));
    assertEquals(List.of(), result.errors());
    return result.desired();
  }

  private static final String BOTH = "pids: {max: 64}, memory: {max: 256Mi}";

  private static Sim host(HostShape shape) {
    return new Sim(shape, 5);
  }

  private static void makeSlice(Sim sim) throws Refused {
    for (Hierarchy hierarchy : sim.kernel.cgroups().host().hierarchies()) {
      sim.kernel.cgroups().mkdir(hierarchy, SLICE);
    }
  }

  private static SortedMap<String, String> files(Sim sim) {
    SortedMap<String, String> files = new TreeMap<>();
    for (Hierarchy hierarchy : sim.kernel.cgroups().host().hierarchies()) {
      FakeGroup group = sim.kernel.cgroups().find(hierarchy, SLICE);
      if (group != null) {
        group.files.forEach((name, text) -> files.put(hierarchy.id() + "/" + name, text));
      }
    }
    return files;
  }

  private static Report apply(Sim sim, DesiredState desired) {
    Report report = sim.run(Sim.scope(desired, Set.of(), Sim.OWNER, false));
    assertTrue(report.succeeded(), report::toString);
    return report;
  }

  @Test
  void whatIsNotThereYetIsAppliedWhenItAppears() throws Refused {
    Sim sim = host(HostShape.LEGACY);
    DesiredState desired = adopting(BOTH);
    Report report = apply(sim, desired);
    assertTrue(
        report.notes().stream().anyMatch(n -> n.startsWith("cgroup/guest: Pending: the cgroup")),
        report::toString);
    apply(sim, desired);
    assertEquals(0, sim.changes());

    makeSlice(sim);
    apply(sim, desired);

    assertEquals("64", files(sim).get("pids/pids.max"));
  }

  @ParameterizedTest
  @EnumSource
  void everyCrashGivesBackWhatWasThere(HostShape shape) throws Refused {
    Sim whole = host(shape);
    makeSlice(whole);
    apply(whole, adopting(BOTH));
    int changes = whole.changes();
    for (int step = 1; step <= changes; step++) {
      Sim sim = host(shape);
      makeSlice(sim);
      sim.run(Sim.scope(adopting(BOTH), Set.of(), Sim.OWNER, false), new Fault.CrashBefore(step));
      apply(sim, adopting(BOTH));
      assertEquals(limits(whole), limits(sim), "after a crash before change " + step);

      sim.run(Sim.exactly(DesiredState.EMPTY), new Fault.CrashBefore(step));
      assertTrue(sim.run(Sim.exactly(DesiredState.EMPTY)).succeeded());
      Sim untouched = host(shape);
      makeSlice(untouched);
      assertEquals(limits(untouched), limits(sim), "after a crash before change " + step);
    }
  }

  /** What a run set out for, was killed, and no longer wants, leaves nothing on record. */
  @ParameterizedTest
  @EnumSource
  void whatWasNeverSetIsNotGivenBack(HostShape shape) throws Refused {
    for (int step = 1; step <= 4; step++) {
      Sim sim = host(shape);
      makeSlice(sim);
      apply(sim, adopting("pids: {max: 64}"));
      Fault killed = new Fault.CrashBefore(step);
      sim.run(Sim.scope(adopting(BOTH), Set.of(), Sim.OWNER, false), killed);

      apply(sim, read(adoptingText("pids: {max: 64}") + OTHER));

      SortedMap<String, String> originals =
          Objects.requireNonNull(
                  sim.inventory().entries().get(new ResourceId(Kind.CGROUP, "guest")))
              .originals();
      assertEquals(1, originals.size(), () -> "after a crash: " + originals);
      apply(sim, read(adoptingText("pids: {max: 64}") + OTHER));
      assertEquals(0, sim.changes(), "changes of a second run");
    }
  }

  /** The files that the manifest is about, where there are any. */
  private static SortedMap<String, String> limits(Sim sim) {
    SortedMap<String, String> limits = files(sim);
    limits
        .keySet()
        .removeIf(file -> !file.endsWith("pids.max") && !file.matches(".*memory.(max|limit.*)"));
    limits.values().removeIf("max"::equals); // as good as no file
    return limits;
  }

  @Test
  void fieldThatHasLeftTheManifestGoesBackAndIsThenLeftAlone() throws Refused {
    Sim sim = host(HostShape.LEGACY);
    makeSlice(sim);
    apply(sim, adopting(BOTH));
    apply(sim, adopting("memory: {max: 256Mi}"));
    assertEquals("max", files(sim).get("pids/pids.max"));

    Hierarchy pids = sim.kernel.cgroups().host().of("pids");
    sim.kernel.cgroups().put(java.util.Objects.requireNonNull(pids), SLICE, "pids.max", "7");
    apply(sim, adopting("memory: {max: 256Mi}"));

    assertEquals("7", files(sim).get("pids/pids.max"));
    assertEquals(0, sim.changes());
  }
}
