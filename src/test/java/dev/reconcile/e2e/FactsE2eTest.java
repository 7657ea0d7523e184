package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Facts about namespaces, root file systems and cgroups, each shown on the kernel. */
@RealKernel
final class FactsE2eTest {
  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  /**
   * Every namespace but the mount namespace is the host's, so that it alone makes the difference.
   */
  private static String hostless(String mounts, String command) {
    return """
    apiVersion: reconcile.dev/v1
    kind: Container
    metadata: {name: web}
    spec:
      namespaces: {pid: host, uts: host, ipc: host, net: host, cgroup: host}
      mounts: [%s]
      maskedPaths: []
      readonlyPaths: []
      process: {args: [/bin/sh, -c, "%s"]}
      stop: {gracePeriod: 1s}
    """
        .formatted(mounts, command);
  }

  @Test
  void fact1NewMountNamespaceAloneChangesNothing() {
    sandbox.apply(sandbox.write("web.yaml", hostless("", "exec sleep 1000"))).exits(0);

    Path its = Path.of("/proc/" + sandbox.pid("web") + "/mountinfo");
    // The state and run directories alone are hidden, in every container.
    List<String> seen = new ArrayList<>(mountPoints(its));
    seen.removeIf(point -> point.startsWith(sandbox.directory().toString()));
    assertEquals(mountPoints(Path.of("/proc/self/mountinfo")), seen);
  }

  private static List<String> mountPoints(Path mountinfo) {
    return Host.read(mountinfo).lines().map(line -> line.split(" ")[4]).sorted().toList();
  }

  @Test
  void fact1TmpfsOnTmpInsideIsNotVisibleOnTheHost() throws IOException {
    Path mark = Files.createTempFile(Path.of("/tmp"), "reconcile-e2e-mark", "");
    String mounts = Host.mountTable();
    try {
      sandbox
          .apply(
              sandbox.write(
                  "web.yaml",
                  hostless("{target: /tmp, type: tmpfs}", "echo x > /tmp/inside; exec sleep 1000")))
          .exits(0);
      Path root = Path.of("/proc/" + sandbox.pid("web") + "/root");
      Host.eventually("the file inside", () -> Files.exists(root.resolve("tmp/inside")));

      assertFalse(Files.exists(Path.of("/tmp/inside")));
      assertFalse(Files.exists(root.resolve("tmp/" + mark.getFileName())));
      assertEquals(mounts, Host.mountTable());
    } finally {
      Files.delete(mark);
    }
  }

  @Test
  void fact1SharedRootIsMadePrivateFirst() {
    // In a mount namespace whose root is shared, as systemd leaves it: still nothing comes back.
    Path file =
        sandbox.write("web.yaml", hostless("{target: /mnt, type: tmpfs}", "exec sleep 1000"));
    String apply = String.join(" ", sandbox.command("apply", "-f", file.toString()));
    Ran ran =
        sandbox.run(
            List.of(
                "unshare",
                "--mount",
                "sh",
                "-c",
                "mount --make-rshared / && cat /proc/self/mountinfo > before && "
                    + apply
                    + " && cat /proc/self/mountinfo > after && cmp before after"));

    ran.exits(0);
    String its = Host.read(Path.of("/proc/" + sandbox.pid("web") + "/mountinfo"));
    assertFalse(its.contains(" shared:"), its);
    assertTrue(its.lines().anyMatch(line -> line.split(" ")[4].equals("/mnt")), its);
  }

  private Path layer(String name, String file, String content) {
    sandbox.write(name + "/" + file, content);
    return sandbox.directory().resolve(name);
  }

  @Test
  void fact2RootIsLayersThenInitLayerThenWhatTheContainerWrites() throws Exception {
    Path upper = layer("upper-layer", "opt/who", "upper layer\n");
    new ProcessBuilder("mknod", upper.resolve("opt/hidden").toString(), "c", "0", "0")
        .start()
        .waitFor();
    Path lower = layer("lower-layer", "opt/who", "lower layer\n");
    sandbox.write("lower-layer/opt/hidden", "hidden by a whiteout\n");
    sandbox.write("lower-layer/opt/init", "lower layer\n");
    Path file =
        sandbox.write(
            "web.yaml",
            """
            apiVersion: reconcile.dev/v1
            kind: Container
            metadata: {name: web}
            spec:
              rootfs:
                layers: [{directory: /}, {directory: %s}, {directory: %s}]
                initLayer:
                  files: [{path: /opt/init, content: "init layer\\n"}]
              process: {args: [/bin/sh, -c, "echo written > /opt/written; exec sleep 1000"]}
              stop: {gracePeriod: 1s}
            """
                .formatted(lower, upper));

    sandbox.apply(file).exits(0);

    Path root = Path.of("/proc/" + sandbox.pid("web") + "/root");
    assertEquals("upper layer\n", Host.read(root.resolve("opt/who")));
    assertEquals("init layer\n", Host.read(root.resolve("opt/init")));
    assertFalse(Files.exists(root.resolve("opt/hidden")));
    Host.eventually("what it writes", () -> Files.exists(root.resolve("opt/written")));
    assertFalse(Files.exists(upper.resolve("opt/written")));
    assertFalse(Files.exists(lower.resolve("opt/written")));
    assertFalse(Files.exists(Path.of("/opt/written")));
    assertTrue(Files.exists(sandbox.state().resolve("containers/web/upper/opt/written")));
  }

  @Test
  void fact2StateDirectoryIsNotVisibleInTheContainer() {
    Path file = sandbox.write("web.yaml", Manifests.web("64Mi", "exec sleep 1000"));
    sandbox.apply(file).exits(0);

    Path root = Path.of("/proc/" + sandbox.pid("web") + "/root");
    assertTrue(Files.exists(Path.of(root + file.toString())));
    assertFalse(Files.exists(Path.of(root + sandbox.state().toString())));
  }

  @Test
  void fact3LimitSetHigherUpCannotBeExceededAndTheStatusSaysWhoseItIs() throws Exception {
    String manifest =
        Manifests.web("64Mi", "while :; do :; done")
            .replace(
                "  process:", "  resources: {memory: {max: 128Mi}, pids: {max: 9}}\n  process:");
    sandbox.apply(sandbox.write("web.yaml", manifest)).exits(0);

    JsonNode effective = sandbox.get("container", "web").path("status").path("effective");
    assertEquals("64Mi", effective.path("memory.max").path("value").asText());
    assertEquals(
        sandbox.cgroupRoot() + "/app", effective.path("memory.max").path("cgroup").asText());
    assertEquals("9", effective.path("pids.max").path("value").asText());
    assertEquals(
        sandbox.cgroupRoot() + "/app/web", effective.path("pids.max").path("cgroup").asText());
  }

  @Test
  void fact3TopShowsUseAgainstLimitsWithAccounting() throws Exception {
    sandbox.apply(sandbox.write("web.yaml", Manifests.web("64Mi", "while :; do :; done"))).exits(0);

    Ran top = sandbox.reconcile("top", "container", "web", "-o", "json", "--interval", "300ms");
    top.exits(0);
    JsonNode web = new ObjectMapper().readTree(top.out()).path("items").path(0);
    assertEquals("web", web.path("name").asText());
    assertTrue(web.path("usage").path("cpu").asLong() > 0, top.out());
    assertTrue(web.path("rates").path("cpu").asLong() > 0, top.out());
    assertTrue(web.path("usage").path("memory").asLong() > 0, top.out());
    assertTrue(web.path("usage").path("memoryAnon").asLong() > 0, top.out());
    assertEquals("64Mi", web.path("limits").path("memory.max").path("value").asText());
    sandbox
        .reconcile("top", "--interval", "10ms")
        .exits(0)
        .shows("64Mi of " + sandbox.cgroupRoot() + "/app");
    sandbox
        .reconcile("top", "--sort", "size")
        .exits(1)
        .complains("expected cpu, memory, pids or name");
  }

  @Test
  void fact6CgroupIsMadeByMkdirAndAllThreadsOfAProcessAreInIt() throws IOException {
    sandbox
        .apply(sandbox.write("web.yaml", Manifests.web("64Mi", "sleep 1000 & exec sleep 1000")))
        .exits(0);
    int pid = sandbox.pid("web");

    for (Path hierarchy : Host.hierarchies()) {
      Path leaf = Path.of(hierarchy + sandbox.cgroup("app/web"));
      assertTrue(Files.isDirectory(leaf), leaf::toString);
      String procs = Host.read(leaf.resolve("cgroup.procs"));
      assertTrue(procs.lines().anyMatch(Integer.toString(pid)::equals), leaf::toString);
      assertEquals(threads(procs), tasks(leaf), leaf::toString);
    }
  }

  private static Set<String> threads(String procs) throws IOException {
    Set<String> threads = new TreeSet<>();
    for (String pid : procs.lines().toList()) {
      try (var tasks = Files.list(Path.of("/proc/" + pid + "/task"))) {
        tasks.forEach(task -> threads.add(task.getFileName().toString()));
      }
    }
    return threads;
  }

  private static Set<String> tasks(Path leaf) {
    Path v1 = leaf.resolve("tasks");
    Path file = Files.exists(v1) ? v1 : leaf.resolve("cgroup.threads");
    return new TreeSet<>(Host.read(file).lines().toList());
  }

  @Test
  void fact7GroupWithProcessesOrChildrenIsNotRemovedAndTheOrderFollows() {
    Path file = sandbox.write("web.yaml", Manifests.web("64Mi", "exec sleep 1000"));
    sandbox.apply(file).exits(0);
    for (Path hierarchy : Host.hierarchies()) {
      Path inner = Path.of(hierarchy + sandbox.cgroup("app"));
      assertFalse(inner.toFile().delete(), () -> inner + " has a child");
      assertFalse(inner.resolve("web").toFile().delete(), () -> inner + "/web has a process");
    }

    Trace.Traced traced = Trace.of(sandbox, "delete", "-f", file.toString());
    traced.ran().exits(0);
    List<String> removed =
        traced.changes().stream().filter(call -> call.contains(" rmdir(")).toList();
    assertTrue(
        first(removed, sandbox.cgroup("app/web")) < first(removed, sandbox.cgroup("app")),
        removed::toString);
    sandbox.assertNothingLeft();
  }

  private static int first(List<String> calls, String cgroup) {
    for (int i = 0; i < calls.size(); i++) {
      if (calls.get(i).contains(cgroup + "\"")) {
        return i;
      }
    }
    throw new AssertionError("no rmdir of " + cgroup + " in " + calls);
  }

  @Test
  void fact11PidOneThatIgnoresItsSignalIsKilledWithoutWaitingOutTheGracePeriod() {
    String patient = Manifests.web("64Mi", "exec sleep 1000").replace("1s}", "1h}");
    Path file = sandbox.write("web.yaml", patient);
    sandbox.apply(file).exits(0);

    sandbox.reconcile("delete", "-f", file.toString()).exits(0).says("container/web deleted");
  }

  @Test
  void fact11PidOneThatCatchesItsSignalGetsIt() {
    Path out = sandbox.directory().resolve("shared");
    sandbox.write("shared/empty", "");
    String yaml =
        Manifests.web(
                "64Mi",
                "trap 'echo stopped > /shared/said; exit 0' TERM; while :; do sleep 0.1; done")
            .replace(
                "  cgroup: app\n",
                "  cgroup: app\n  mounts: [{target: /shared, type: bind, source: %s}]\n"
                    .formatted(out))
            .replace("1s}", "1h}");
    Path file = sandbox.write("web.yaml", yaml);
    sandbox.apply(file).exits(0);
    // Until the shell has set its trap the signal would find nobody who catches it.
    Path status = Path.of("/proc/" + sandbox.pid("web") + "/status");
    Host.eventually("a trap", () -> catches(status, 15));

    sandbox.reconcile("delete", "-f", file.toString()).exits(0);
    assertEquals("stopped\n", Host.readIfThere(out.resolve("said")));
  }

  private static boolean catches(Path status, int signal) {
    return Host.read(status)
        .lines()
        .filter(line -> line.startsWith("SigCgt:"))
        .anyMatch(
            line ->
                (Long.parseUnsignedLong(line.substring(7).strip(), 16) >>> (signal - 1) & 1) == 1);
  }

  @Test
  void fact11ZombiesThatPidOneDoesNotReapAreGoneWithIt() {
    Path file =
        sandbox.write(
            "web.yaml", Manifests.web("64Mi", "(sleep 0.1 & exec true) ; exec sleep 1000"));
    sandbox.apply(file).exits(0);
    int pid = sandbox.pid("web");
    Host.eventually("a zombie", () -> Host.zombiesOf(pid) > 0);

    sandbox.reconcile("delete", "-f", file.toString()).exits(0);
    sandbox.assertNothingLeft();
  }
}
