package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Report;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.NoV1;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Hierarchies on simulated hosts: what the machine that runs the tests must not be asked for. */
class HierarchyTest {
  private static final String NET =
      """
      apiVersion: reconcile.dev/v1
      kind: CgroupHierarchy
      metadata: {name: net}
      spec: {version: 1, controllers: [net_cls], mountPoint: /srv/data/net/cls}
      ---
      apiVersion: reconcile.dev/v1
      kind: Cgroup
      metadata: {name: app}
      spec: {pids: {max: 64}}
      ---
      apiVersion: reconcile.dev/v1
      kind: Container
      metadata: {name: web}
      spec: {cgroup: app, process: {args: [/bin/sleep, "1000"]}, stop: {gracePeriod: 1s}}
      """;
  private static final String V1 =
      """
      apiVersion: reconcile.dev/v1
      kind: CgroupHierarchy
      metadata: {name: one}
      spec: {version: 1, %s, mountPoint: /srv/data/one}
      """;
  private static final String OPTIONS =
      """
      apiVersion: reconcile.dev/v1
      kind: CgroupHierarchy
      metadata: {name: two}
      spec: {version: 2, mountPoint: /srv/data/two, options: [memory_recursiveprot]}
      """;

  private static DesiredState read(String yaml) {
    byte[] bytes = yaml.getBytes(StandardCharsets.UTF_8);
    ParseResult result =
        Renderer.read(List.of(new SourceFile("h.yaml", Path.of("/srv"), null, bytes, null)));
    assertEquals(List.of(), result.errors());
    return result.desired();
  }

  private static Report apply(Sim sim, DesiredState desired) {
    return sim.run(Sim.scope(desired, Set.of(), Sim.OWNER, false));
  }

  @ParameterizedTest
  @EnumSource
  void hostIsAsBeforeOnceAllIsDeleted(HostShape shape) {
    Sim sim = new Sim(shape, 7);
    List<?> mounts = sim.kernel.mounts().table();
    DesiredState desired = read(NET);

    assertTrue(apply(sim, desired).succeeded());
    assertTrue(apply(sim, desired).succeeded());
    assertEquals(0, sim.changes());
    assertTrue(sim.run(Sim.exactly(DesiredState.EMPTY)).succeeded());

    assertEquals(mounts, sim.kernel.mounts().table());
    assertEquals(Set.of(), sim.kernel.mounts().lingering);
    assertTrue(!sim.kernel.files().exists(Path.of("/srv/data/net")));
  }

  /** Killed before every single change, of an apply and of the deletion after it. */
  @Test
  void everyCrashConverges() {
    Sim whole = new Sim(HostShape.HYBRID, 7);
    DesiredState desired = read(NET);
    apply(whole, desired);
    int changes = whole.changes();
    for (int step = 1; step <= changes; step++) {
      Sim sim = new Sim(HostShape.HYBRID, 7);
      List<?> mounts = sim.kernel.mounts().table();
      sim.run(Sim.scope(desired, Set.of(), Sim.OWNER, false), new Fault.CrashBefore(step));
      assertTrue(apply(sim, desired).succeeded(), "after a crash before change " + step);
      assertEquals(Picture.of(whole), Picture.of(sim));
      sim.run(Sim.exactly(DesiredState.EMPTY), new Fault.CrashBefore(step));
      assertTrue(sim.run(Sim.exactly(DesiredState.EMPTY)).succeeded());
      assertEquals(mounts, sim.kernel.mounts().table(), "after a crash before change " + step);
    }
  }

  @Test
  void optionsOfV2AreTheHostsAndGoBack() {
    Sim sim = new Sim(HostShape.HYBRID, 7);
    List<?> mounts = sim.kernel.mounts().table();
    assertTrue(apply(sim, read(OPTIONS)).succeeded());
    assertEquals(
        List.of("rw", "memory_recursiveprot"),
        sim.kernel.mounts().table().getLast().superOptions());

    String without = OPTIONS.replace(", options: [memory_recursiveprot]", "");
    assertTrue(apply(sim, read(without)).succeeded());
    assertEquals(List.of("rw", "nsdelegate"), sim.kernel.mounts().table().getLast().superOptions());

    assertTrue(apply(sim, read(OPTIONS)).succeeded());
    assertTrue(sim.run(Sim.exactly(DesiredState.EMPTY)).succeeded());
    assertEquals(mounts, sim.kernel.mounts().table());
  }

  @ParameterizedTest(name = "{0} under {1}")
  @CsvSource({
    "'controllers: [net_cls]', cgroup_no_v1=net_cls, net_cls is kept from v1",
    "'controllers: [all]', cgroup_no_v1=all, net_cls is kept from v1",
    "name: jobs, 'cgroup_no_v1=memory,named', a hierarchy of a name is kept from v1"
  })
  void whatWasKeptFromV1AtBootIsRefusedByTheNameOfTheParameter(
      String what, String parameter, String told) {
    Sim sim = new Sim(HostShape.UNIFIED, 7);
    sim.kernel.cgroups().noV1 = NoV1.of("quiet " + parameter + " root=/dev/vda");

    Report report = apply(sim, read(V1.formatted(what)));

    String why = report.refusals().toString();
    assertTrue(why.contains(told + " by " + parameter), why);
    assertEquals(0, sim.changes());
  }

  @Test
  void hostThatHasMountedNothingGetsAllOfV1AndIsAsBeforeOnceItIsDeleted() throws Refused {
    Sim sim = new Sim(HostShape.LEGACY, 7);
    for (Hierarchy mounted : HostShape.LEGACY.host().hierarchies()) {
      sim.kernel.mounts().detach(mounted.mountPoint());
      Objects.requireNonNull(sim.kernel.cgroups().find(mounted, "/")).children.clear();
      assertTrue(sim.kernel.cgroups().vanish(mounted));
    }
    List<?> mounts = sim.kernel.mounts().table();
    DesiredState desired =
        read(
            V1.formatted("controllers: [all]")
                + "---\n"
                + NET.substring(NET.indexOf("---") + 4)
                    .replace("{pids: {max: 64}}", "{cpuset: {cpus: \"0\", mems: \"0\"}}"));

    Report report = apply(sim, desired);
    assertTrue(report.succeeded(), () -> report.outcomes() + " " + report.refusals());
    assertTrue(apply(sim, desired).succeeded());
    assertEquals(0, sim.changes());
    Report deletion = sim.run(Sim.exactly(DesiredState.EMPTY));
    assertTrue(deletion.succeeded(), () -> deletion.outcomes() + " " + deletion.refusals());

    assertEquals(mounts, sim.kernel.mounts().table());
  }

  @Test
  void allOfV1IsAllThatWasNotKeptFromIt() {
    Sim sim = new Sim(HostShape.UNIFIED, 7);
    sim.kernel.cgroups().noV1 = NoV1.of("cgroup_no_v1=cpu,cpuacct,cpuset,memory,pids,hugetlb");

    assertTrue(apply(sim, read(V1.formatted("controllers: [all]"))).succeeded());

    assertEquals(
        List.of("rw", "devices", "freezer", "net_cls", "perf_event", "net_prio"),
        sim.kernel.mounts().table().getLast().superOptions());
  }

  @Test
  void unmountedByAnybodyIsMountedAgain() throws Refused {
    Sim sim = new Sim(HostShape.HYBRID, 7);
    DesiredState desired = read(OPTIONS);
    apply(sim, desired);
    sim.kernel.mounts().detach("/srv/data/two");

    Report report = apply(sim, desired);

    assertTrue(report.succeeded());
    assertEquals("/srv/data/two", sim.kernel.mounts().table().getLast().mountPoint());
  }
}
