package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static String hierarchy(String name, String spec) {
    return """
    apiVersion: reconcile.dev/v1
    kind: CgroupHierarchy
    metadata: {name: %s}
    spec: {%s}
    """
        .formatted(name, spec);
  }

  /** Column 11 of the mount table, without what is no controller and no name. */
  private static String mountedAt(Sandbox sandbox, String mountPoint) {
    for (String line : sandbox.mountTable().lines().toList()) {
      if (line.split(" ")[4].equals(mountPoint)) {
        return line.substring(line.lastIndexOf(' ') + 1);
      }
    }
    return "";
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "one controller | controllers: [net_cls] | rw,net_cls",
        "several together, in any order | controllers: [net_prio, net_cls] | rw,net_cls,net_prio",
        "none but a name | name: reconcile-fact5 | rw,name=reconcile-fact5"
      })
  void fact5V1IsMountedWith(String sentence, String what, String shown) {
    try (Sandbox own = Sandbox.withMountsOfItsOwn()) {
      String before = own.mountTable();
      String point = own.directory().resolve("made/v1").toString();
      Path file =
          own.write("h.yaml", hierarchy("h", "version: 1, " + what + ", mountPoint: " + point));

      own.apply(file).exits(0).says("cgrouphierarchy/h created");
      assertEquals(shown, mountedAt(own, point), sentence);
      own.apply(file).exits(0).says("cgrouphierarchy/h unchanged");

      own.reconcile("delete", "-f", file.toString()).exits(0).says("cgrouphierarchy/h deleted");
      assertEquals(before, own.mountTable());
      assertFalse(Files.exists(Path.of(point).getParent()), "the directory that it made");
      String id = shown.substring("rw,".length());
      assertFalse(Host.read(Path.of("/proc/self/cgroup")).contains(":" + id + ":"), "it lingers");
    }
  }

  @Test
  void fact5V2IsMountedWithoutNamingControllersAndKeepsTheHostsOptions() {
    try (Sandbox own = Sandbox.withMountsOfItsOwn()) {
      String before = own.mountTable();
      String point = own.directory().resolve("v2").toString();
      Path file = own.write("h.yaml", hierarchy("h", "version: 2, mountPoint: " + point));

      own.apply(file).exits(0);

      String options = mountedAt(own, point);
      for (String line : before.lines().filter(l -> l.contains(" - cgroup2 ")).toList()) {
        assertEquals(line.substring(line.lastIndexOf(' ') + 1), options);
      }
      assertTrue(Files.exists(own.seen(point).resolve("cgroup.controllers")));
      own.reconcile("delete", "-f", file.toString()).exits(0);
      assertEquals(before, own.mountTable());
    }
  }

  @Test
  void fact5AllOfV1IsRefusedWhereAnyControllerIsTaken() {
    try (Sandbox own = Sandbox.withMountsOfItsOwn()) {
      String point = own.directory().resolve("taken").toString();
      Path taken =
          own.write(
              "one.yaml",
              hierarchy("one", "version: 1, controllers: [net_cls], mountPoint: " + point));
      own.apply(taken).exits(0);
      String all = own.directory().resolve("all").toString();
      Path file =
          own.write(
              "all.yaml", hierarchy("all", "version: 1, controllers: [all], mountPoint: " + all));

      own.apply(file)
          .exits(2)
          .complains("net_cls is bound to the v1 hierarchy net_cls at " + point);

      assertFalse(Files.exists(Path.of(all)), "nothing was changed");
      own.reconcile("delete", "-f", taken.toString()).exits(0);
    }
  }

  @Test
  void fact5HierarchyAndItsLimitsComeAndGoInOneRunEach() {
    try (Sandbox own = Sandbox.withMountsOfItsOwn()) {
      String before = own.mountTable();
      String point = own.directory().resolve("net").toString();
      Path file =
          own.write(
              "h.yaml",
              hierarchy("net", "version: 1, controllers: [net_cls], mountPoint: " + point)
                  + "---\n"
                  + Manifests.web("64Mi", "exec sleep 1000")
                      .replaceFirst("memory:", "netCls: {classid: 0x100001}\n  memory:"));

      own.apply(file).exits(0);

      Path app = own.seen(point + own.cgroup("app"));
      assertEquals("1048577", Host.read(app.resolve("net_cls.classid")).strip());
      String web = Host.read(app.resolve("web/cgroup.procs"));
      assertTrue(web.lines().anyMatch(Integer.toString(own.pid("web"))::equals), web);
      own.apply(file).exits(0).shows("4 unchanged");

      own.reconcile("delete", "-f", file.toString()).exits(0);
      own.assertNothingLeft();
      assertEquals(before, own.mountTable());
    }
  }

  @Test
  void fact5RunningContainersJoinAHierarchyAndStayWhenItGoes() {
    try (Sandbox own = Sandbox.withMountsOfItsOwn()) {
      Path web = own.write("web.yaml", Manifests.web("64Mi", "exec sleep 1000"));
      own.apply(web).exits(0);
      int pid = own.pid("web");
      String point = own.directory().resolve("jobs").toString();
      Path jobs =
          own.write(
              "jobs.yaml",
              hierarchy("jobs", "version: 1, name: reconcile-jobs, mountPoint: " + point));

      own.apply(jobs, "-f", web.toString()).exits(0).says("container/web configured");
      Path leaf = own.seen(point + own.cgroup("app/web"));
      assertTrue(
          Host.read(leaf.resolve("cgroup.procs")).lines().anyMatch(Integer.toString(pid)::equals));

      own.reconcile("delete", "-f", jobs.toString()).exits(0);
      assertEquals(pid, own.pid("web"));
      own.apply(web).exits(0).shows("3 unchanged");
      // Its next run must not look for a group where there is none any more.
      Host.kill(pid);
      Host.eventually(
          "another start", () -> own.get("container", "web").at("/status/restarts").asInt() > 0);
      own.reconcile("delete", "-f", web.toString()).exits(0);
      own.assertNothingLeft();
    }
  }

  @Test
  void fact5ForeignGroupsKeepAHierarchyMounted() {
    try (Sandbox own = Sandbox.withMountsOfItsOwn()) {
      String point = own.directory().resolve("jobs").toString();
      Path file =
          own.write(
              "jobs.yaml",
              hierarchy("jobs", "version: 1, name: reconcile-foreign, mountPoint: " + point));
      own.apply(file).exits(0);
      Path foreign = own.seen(point).resolve("somebody-elses");
      assertTrue(foreign.toFile().mkdir());

      own.reconcile("delete", "-f", file.toString()).exits(2).complains("/somebody-elses");

      assertEquals("rw,name=reconcile-foreign", mountedAt(own, point));
      assertTrue(foreign.toFile().delete());
      own.reconcile("delete", "-f", file.toString()).exits(0);
    }
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
        .exits(2)
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
  void fact6ExistingProcessesMoveWithAllTheirThreadsAndGoBack() throws IOException {
    Path nap = sandbox.directory().resolve("rc-nap");
    Files.copy(Path.of("/bin/sleep"), nap, StandardCopyOption.COPY_ATTRIBUTES);
    Process first = new ProcessBuilder(nap.toString(), "1000").start();
    Process second = new ProcessBuilder(nap.toString(), "1000").start();
    try {
      Path its = Path.of("/proc/" + first.pid() + "/cgroup");
      Host.eventually(
          "its name", () -> Host.readIfThere(its.resolveSibling("comm")).strip().equals("rc-nap"));
      String before = Host.read(its);
      Path file =
          sandbox.write(
              "naps.yaml",
              """
              apiVersion: reconcile.dev/v1
              kind: Cgroup
              metadata: {name: naps}
              spec: {processes: {comms: [rc-nap]}}
              """);

      sandbox.apply(file).exits(0).says("cgroup/naps created");
      for (long pid : List.of(first.pid(), second.pid())) {
        for (String line : Host.placesOf(pid)) {
          assertTrue(line.endsWith(":" + sandbox.cgroup("naps/.processes")), line);
        }
      }
      sandbox.apply(file).exits(0).says("cgroup/naps unchanged");

      sandbox.reconcile("delete", "-f", file.toString()).exits(0);
      assertEquals(before, Host.read(its));
      assertTrue(first.isAlive() && second.isAlive());
    } finally {
      first.destroyForcibly();
      second.destroyForcibly();
    }
  }

  @Test
  void fact7RenameOfAV1GroupIsSeenAndMendedFromTheManifest() {
    Path file = sandbox.write("app.yaml", Manifests.cgroup("app", "64Mi"));
    sandbox.apply(file).exits(0);
    Path v1 =
        Host.hierarchies().stream()
            .filter(hierarchy -> Files.exists(hierarchy.resolve("tasks")))
            .findFirst()
            .orElse(null);
    assumeTrue(v1 != null, "no v1 hierarchy: v2 groups cannot be renamed");
    Path group = Path.of(v1 + sandbox.cgroup("app"));
    Path renamed = group.resolveSibling("renamed");
    assertTrue(group.toFile().renameTo(renamed.toFile()));

    sandbox.reconcile("diff", "-f", file.toString()).exits(1);
    sandbox.apply(file).exits(0).says("cgroup/app configured");

    assertTrue(Files.isDirectory(group));
    assertTrue(renamed.toFile().delete());
    sandbox.reconcile("delete", "-f", file.toString()).exits(0);
    sandbox.assertNothingLeft();
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
