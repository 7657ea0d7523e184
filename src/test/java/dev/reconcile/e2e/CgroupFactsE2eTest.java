package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Facts about the two versions of cgroups and their files, on a host that has both. What only a
 * host with v2 alone can show has the same names in {@code src/vm/guest/e2e.sh}.
 */
@RealKernel
final class CgroupFactsE2eTest {
  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private static Path unified() {
    Path unified = Host.unified();
    assumeTrue(unified != null, "requires cgroup v2 beside v1");
    return Objects.requireNonNull(unified);
  }

  private static List<String> words(Path file) {
    String text = Host.read(file).strip();
    return text.isEmpty() ? List.of() : List.of(text.split("\\s+"));
  }

  private JsonNode host() throws IOException {
    return new ObjectMapper().readTree(sandbox.reconcile("host", "-o", "json").exits(0).out());
  }

  @Test
  void fact4ControllerIsInOneVersionNeverInBoth() throws IOException {
    for (String controller : words(unified().resolve("cgroup.controllers"))) {
      assertNull(Host.v1(controller.equals("io") ? "blkio" : controller), controller);
    }

    List<String> shown = new ArrayList<>();
    host()
        .path("hierarchies")
        .forEach(hierarchy -> hierarchy.path("controllers").forEach(c -> shown.add(c.asText())));
    assertEquals(shown.size(), Set.copyOf(shown).size(), shown::toString);
  }

  @Test
  void fact4LimitOfTheOtherVersionIsRefusedWithWhereTheControllerIs() {
    Path memory = Host.v1("memory");
    assumeTrue(memory != null, "requires the memory controller on v1");
    Path file =
        sandbox.write(
            "app.yaml", Manifests.cgroup("app", "64Mi").replace("{max:", "{high: 32Mi, max:"));

    Trace.Traced traced = Trace.of(sandbox, "apply", "-f", file.toString());

    traced
        .ran()
        .exits(2)
        .complains("memory.high is v2 only; this host has memory on v1 at " + memory);
    assertTrue(traced.changes().stream().noneMatch(call -> call.contains("/sys/fs/cgroup")));
  }

  @Test
  void fact4ControllerOfV2CannotBeMountedOnV1AndTheErrorSaysWhereItIs() {
    List<String> bound = words(unified().resolve("cgroup.controllers"));
    assumeTrue(!bound.isEmpty(), "requires a controller on v2");
    Path file =
        sandbox.write(
            "h.yaml",
            """
            apiVersion: reconcile.dev/v1
            kind: CgroupHierarchy
            metadata: {name: h}
            spec: {version: 1, controllers: [%s], mountPoint: %s}
            """
                .formatted(bound.getFirst(), sandbox.directory().resolve("h")));

    sandbox
        .apply(file)
        .exits(2)
        .complains(bound.getFirst() + " is bound to v2 at " + unified())
        .complains("systemd.unified_cgroup_hierarchy=0");

    assertFalse(Files.exists(sandbox.directory().resolve("h")), "nothing was changed");
  }

  @Test
  void fact6OnePidIsWrittenAtATimeAndZeroMovesTheWriter() throws IOException {
    Path nap = sandbox.directory().resolve("rc-one");
    Files.copy(Path.of("/bin/sleep"), nap);
    assertTrue(nap.toFile().setExecutable(true));
    Process first = new ProcessBuilder(nap.toString(), "1000").start();
    Process second = new ProcessBuilder(nap.toString(), "1000").start();
    try {
      Path comm = Path.of("/proc/" + second.pid() + "/comm");
      Host.eventually("its name", () -> Host.readIfThere(comm).strip().equals("rc-one"));
      String naps =
          """
          apiVersion: reconcile.dev/v1
          kind: Cgroup
          metadata: {name: naps}
          spec: {processes: {comms: [rc-one]}}
          ---
          """;
      // It ends by itself: strace waits for all that it follows.
      String once =
          Manifests.web("64Mi", "exec true").replace("restart: {", "restart: {policy: Never, ");
      Path file = sandbox.write("all.yaml", naps + once);

      Trace.Traced traced = Trace.of(sandbox, "apply", "-f", file.toString());

      traced.ran().exits(0);
      Set<String> written = new TreeSet<>();
      for (String attach : traced.attached()) {
        assertTrue(attach.matches("\\S+ \\d+(\\\\n)?"), attach);
        written.add(attach.replaceAll(".* (\\d+).*", "$1"));
      }
      // The container's own process and its monitor have moved themselves; the others were named.
      Set<String> moved = Set.of("0", Long.toString(first.pid()), Long.toString(second.pid()));
      assertEquals(new TreeSet<>(moved), written);
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }

  @Test
  void fact7HousekeepingFilesOfV1AreNoDriftAndInNobodysWay() {
    String cpuset = Host.v1("cpuset") == null ? "" : "\n  cpuset: {cpus: \"0\"}";
    String outer = Manifests.cgroup("app", "64Mi").replace("64Mi}", "64Mi}" + cpuset);
    sandbox.apply(sandbox.write("app.yaml", outer)).exits(0);
    int written = 0;
    for (Path group : Host.cgroups(sandbox.cgroup("app"))) {
      for (String name : List.of("notify_on_release", "cgroup.clone_children")) {
        if (Files.exists(group.resolve(name))) {
          Host.write(group.resolve(name), "1");
          written++;
        }
      }
    }
    assumeTrue(written > 0, "no v1 hierarchy");
    sandbox.reconcile("diff", "-f", sandbox.directory() + "/app.yaml").exits(0);

    Path all =
        sandbox.write(
            "app.yaml",
            Manifests.rootfs("base") + outer + Manifests.container("web", "exec sleep 1000"));
    sandbox.apply(all).exits(0).says("cgroup/app unchanged").says("container/web created");
    sandbox.apply(all).exits(0).shows("3 unchanged");
    sandbox.reconcile("delete", "-f", all.toString()).exits(0);
    sandbox.assertNothingLeft();
  }

  @ParameterizedTest
  @CsvSource({
    "cgroup.sane_behavior, the kernel sets it",
    "notify_on_release, it calls a release agent",
    "release_agent, a release agent runs as root on the host",
    "cgroup.clone_children, a new group has its cpuset from the fields of cpuset"
  })
  void fact7HousekeepingFilesAreNoLimitsAndTheErrorSaysWhatTheyAre(String name, String told) {
    Path file =
        sandbox.write(
            "app.yaml",
            Manifests.cgroup("app", "64Mi")
                .replace("64Mi}", "64Mi}\n  raw: {" + name + ": \"1\"}"));

    sandbox.apply(file).exits(2).complains("spec.raw." + name + ": " + told);
    sandbox.assertNothingLeft();
  }

  /** An inner group of v2 with a leaf in it, whose limit is to be handed down. */
  private Path nested(String ofApp) {
    assumeTrue(
        words(unified().resolve("cgroup.controllers")).contains("hugetlb"),
        "requires the hugetlb controller on v2");
    String web =
        Manifests.web("64Mi", "exec sleep 1000")
            .replace("  memory: {max: 64Mi}", ofApp)
            .replace(
                "  cgroup: app\n", "  cgroup: app\n  resources: {hugetlb: {2Mi: {max: 8Mi}}}\n");
    return sandbox.write("web.yaml", web);
  }

  @Test
  void fact8InnerGroupsHoldNoProcessesAndHandDownWhatTheirLeavesNeed() {
    sandbox.apply(nested("  maxDepth: 3")).exits(0);

    Path root = Path.of(unified() + sandbox.cgroupRoot());
    Path app = root.resolve("app");
    Path web = app.resolve("web");
    for (Path inner : List.of(root, app)) {
      assertEquals(List.of("hugetlb"), words(inner.resolve("cgroup.subtree_control")));
      assertEquals("", Host.read(inner.resolve("cgroup.procs")));
      assertTrue(words(inner.resolve("cgroup.controllers")).contains("hugetlb"));
    }
    assertEquals(List.of(), words(web.resolve("cgroup.subtree_control")));
    assertTrue(words(web.resolve("cgroup.procs")).contains(sandbox.pid("web") + ""));
    assertFalse(Files.exists(web.resolve("tasks")), "v2 has no tasks");
    assertTrue(Host.read(app.resolve("cgroup.events")).contains("populated 1"));
    assertTrue(Host.read(web.resolve("cgroup.events")).contains("frozen 0"));
  }

  @Test
  void fact8ControllersAreHandedDownFromTheTop() {
    Path unified = unified();
    String inner = Manifests.cgroup("inner", "32Mi").replace("spec:", "spec:\n  parent: app");
    String limit = "  hugetlb: {2Mi: {max: 8Mi}}\n  memory:";
    Path file =
        sandbox.write(
            "app.yaml", Manifests.cgroup("app", "64Mi") + inner.replace("  memory:", limit));

    Trace.Traced traced = Trace.of(sandbox, "apply", "-f", file.toString());

    traced.ran().exits(0);
    List<String> opened =
        traced.changes().stream().filter(call -> call.contains("cgroup.subtree_control")).toList();
    Path root = Path.of(unified + sandbox.cgroupRoot());
    assertTrue(position(opened, root) < position(opened, root.resolve("app")), opened::toString);
  }

  private static int position(List<String> opened, Path group) {
    for (int i = 0; i < opened.size(); i++) {
      if (opened.get(i).contains(group + "/cgroup.subtree_control")) {
        return i;
      }
    }
    throw new AssertionError("no cgroup.subtree_control of " + group + " in " + opened);
  }

  @Test
  void fact8GroupWithProcessesCannotHandDownAndTheErrorSaysWhich() throws IOException {
    Path alone = sandbox.write("app.yaml", Manifests.cgroup("app", "64Mi"));
    sandbox.apply(alone).exits(0);
    Path app = Path.of(unified() + sandbox.cgroup("app"));
    Process inside = new ProcessBuilder("sleep", "1000").start();
    try {
      Host.write(app.resolve("cgroup.procs"), Long.toString(inside.pid()));

      sandbox
          .apply(nested("  memory: {max: 64Mi}"))
          .exits(2)
          .complains(
              "the cgroup " + sandbox.cgroup("app") + " holds processes (PID " + inside.pid())
          .complains("does not pass the controller hugetlb on");

      assertEquals(List.of(), words(app.resolve("cgroup.subtree_control")));
    } finally {
      inside.destroyForcibly();
    }
  }

  @Test
  void fact8DepthAndDescendantsAreBoundAndTheErrorSaysSo() {
    Path unified = unified();
    String deep =
        """
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: app}
        spec: {maxDepth: 1, maxDescendants: 1}
        ---
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: one}
        spec: {parent: app}
        ---
        apiVersion: reconcile.dev/v1
        kind: Cgroup
        metadata: {name: two}
        spec: {parent: one}
        """;
    Path file = sandbox.write("deep.yaml", deep);

    sandbox
        .apply(file)
        .exits(1)
        .says("cgroup/one created")
        .says("cgroup/two failed")
        .complains("EAGAIN; cgroup.max.depth or cgroup.max.descendants of an ancestor is reached");

    Path app = Path.of(unified + sandbox.cgroup("app"));
    assertEquals("1", Host.read(app.resolve("cgroup.max.depth")).strip());
    assertEquals("1", Host.read(app.resolve("cgroup.max.descendants")).strip());
    Path wider =
        sandbox.write(
            "deep.yaml",
            deep.replace("maxDepth: 1, maxDescendants: 1", "maxDepth: 2, maxDescendants: 2"));
    sandbox.apply(wider).exits(0).says("cgroup/app configured").says("cgroup/two configured");
    sandbox.reconcile("delete", "-f", wider.toString()).exits(0);
    sandbox.assertNothingLeft();
  }

  @Test
  void fact10HostShowsWhatTheKernelListsUnderProcAndSys() throws IOException {
    JsonNode host = host();
    Set<String> shown = new TreeSet<>();
    for (JsonNode controller : host.path("controllers")) {
      if (controller.has("usable")) {
        shown.add(controller.path("name").asText());
      }
    }
    Set<String> listed = new TreeSet<>();
    for (String line : Host.read(Path.of("/proc/cgroups")).lines().skip(1).toList()) {
      listed.add(line.split("\t")[0]);
    }
    assertEquals(listed, shown);
    for (String name : List.of("delegate", "features")) {
      List<String> lines = new ArrayList<>();
      host.path(name).forEach(line -> lines.add(line.asText()));
      assertEquals(words(Path.of("/sys/kernel/cgroup", name)), lines);
    }
    String text = sandbox.reconcile("host").exits(0).out();
    for (String word : words(Path.of("/sys/kernel/cgroup/features"))) {
      assertTrue(text.contains(word), text);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "dmem, CONFIG_CGROUP_DMEM",
    "misc, CONFIG_CGROUP_MISC",
    "rdma, CONFIG_CGROUP_RDMA",
    "net_prio, CONFIG_CGROUP_NET_PRIO"
  })
  void fact10MissingControllerIsShownWithTheOptionThatItWants(String controller, String option) {
    boolean known =
        Host.read(Path.of("/proc/cgroups")).lines().anyMatch(l -> l.startsWith(controller + "\t"));
    Ran host = sandbox.reconcile("host").exits(0);

    boolean wanted =
        host.out()
            .lines()
            .anyMatch(l -> l.startsWith(controller + " ") && l.endsWith("a kernel with " + option));
    assertEquals(!known, wanted, host::toString);
  }

  @Test
  void fact10ProcessThatWasMovedOutOfItsCgroupIsSeenAndBroughtBack() {
    Path pids = Host.v1("pids");
    assumeTrue(pids != null && unified() != null, "requires pids on v1 beside v2");
    Path file = sandbox.write("web.yaml", Manifests.web("64Mi", "exec sleep 1000"));
    sandbox.apply(file).exits(0);
    int pid = sandbox.pid("web");
    Path its = Path.of("/proc/" + pid + "/cgroup");
    String before = Host.read(its);
    Host.write(Objects.requireNonNull(pids).resolve("cgroup.procs"), Integer.toString(pid));

    sandbox.reconcile("diff", "-f", file.toString()).exits(1).shows("cgroup[pids]");
    sandbox.apply(file).exits(0).says("container/web configured");

    assertEquals(before, Host.read(its));
    assertEquals(pid, sandbox.pid("web"));
    sandbox.apply(file).exits(0).shows("3 unchanged");
  }

  @Test
  void fact10CgroupOfAProcessIsTheOneThatProcSaysInEveryHierarchy() {
    sandbox.apply(sandbox.write("web.yaml", Manifests.web("64Mi", "exec sleep 1000"))).exits(0);

    String cgroup = sandbox.get("container", "web").at("/status/cgroup").asText();
    assertEquals(sandbox.cgroup("app/web"), cgroup);
    for (String line : Host.placesOf(sandbox.pid("web"))) {
      assertEquals(cgroup, line.split(":", 3)[2], line);
    }
  }
}
