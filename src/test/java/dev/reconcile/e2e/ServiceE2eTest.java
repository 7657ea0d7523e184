package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.reconcile.sources.GitRemote;
import dev.reconcile.testing.RealKernel;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The service on a bare Git repository. Nothing here measures time: with an interval of an hour,
 * what happens at all happens on account of an event.
 */
@RealKernel
@Timeout(300)
class ServiceE2eTest {
  private static final String FOREVER = "exec sleep 100000";
  private static final String LIMIT = "67108864";

  /** Far below what it writes: its own page cache is taken from it again and again. */
  private static final String THRASH =
      "while :; do dd if=/dev/zero of=/opt/pages bs=1M count=40;"
          + " dd if=/opt/pages of=/dev/null bs=1M; done";

  private final Sandbox sandbox = new Sandbox();
  private final GitRemote remote;
  private @Nullable Process service;

  ServiceE2eTest() throws Exception {
    remote = GitRemote.create(sandbox.directory().resolve("remote.git"));
  }

  @BeforeEach
  void putOneContainer() {
    base("64Mi");
    container("web");
  }

  @AfterEach
  void stop() throws Exception {
    Process running = service;
    if (running != null) {
      running.destroyForcibly().waitFor();
    }
    remote.close();
    sandbox.close();
  }

  private void base(String memory) {
    remote.put("host/base.yaml", Manifests.rootfs("base") + Manifests.cgroup("app", memory));
  }

  private void container(String name) {
    remote.put("host/" + name + ".yaml", Manifests.container(name, FOREVER));
  }

  private void container(String name, String resources) {
    String manifest = Manifests.container(name, FOREVER);
    String limited = manifest.replace("restart:", "resources: {" + resources + "}\n  restart:");
    remote.put("host/" + name + ".yaml", limited);
  }

  private void sync(String interval) {
    sandbox.write(
        "config/shop.yaml",
        """
        apiVersion: reconcile.dev/v1
        kind: Sync
        metadata: {name: shop}
        spec:
          git: {url: "%s", ref: {branch: main}}
          path: ./host
          interval: %s
          retryInterval: 1s
        """
            .formatted(remote.url(), interval));
  }

  private Process start() throws IOException {
    String config = sandbox.directory().resolve("config").toString();
    File log = sandbox.directory().resolve("service.log").toFile();
    File errors = sandbox.directory().resolve("service.err").toFile();
    Process started = sandbox.start(sandbox.command("service", "--config", config), log, errors);
    service = started;
    return started;
  }

  private Process startAndApply(String commit) throws IOException {
    Process started = start();
    awaitApplied(commit);
    return started;
  }

  /** What {@code get sync shop} shows, read without the cost of a program start. */
  private JsonNode status() {
    Path file = sandbox.state().resolve("sync/shop.json");
    try {
      return Files.exists(file)
          ? new ObjectMapper().readTree(Files.readAllBytes(file)).path("status")
          : new ObjectMapper().createObjectNode();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String ready(String field) {
    for (JsonNode condition : status().path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path(field).asText();
      }
    }
    return "";
  }

  private void awaitApplied(String commit) {
    eventually(
        "applied " + commit,
        () -> status().path("lastAppliedRevision").asText().equals("main@sha1:" + commit));
  }

  private void awaitReason(String reason) {
    eventually(reason, () -> ready("status").equals("False") && ready("reason").equals(reason));
  }

  private void eventually(String what, BooleanSupplier condition) {
    eventually(what, Duration.ofSeconds(30), condition);
  }

  private void eventually(String what, Duration patience, BooleanSupplier condition) {
    try {
      Host.eventually(what, patience, condition);
    } catch (AssertionError e) {
      String log = Host.readIfThere(sandbox.directory().resolve("service.err"));
      throw new AssertionError(e.getMessage() + "\n" + status() + "\n" + log, e);
    }
  }

  private String limit() {
    return Host.read(Host.memoryLimit(sandbox.cgroup("app"))).strip();
  }

  private void tamperAndAwaitHealing() {
    Host.write(Host.memoryLimit(sandbox.cgroup("app")), "134217728");
    eventually("healed limit", () -> limit().equals(LIMIT));
  }

  @Test
  void commitThatAddsChangesAndRemovesComesTrue() throws Exception {
    sync("1s");
    container("gone");
    startAndApply(remote.commit("two containers"));
    int web = sandbox.pid("web");

    container("new");
    base("96Mi");
    awaitApplied(remote.drop("host/gone.yaml").commit("add, change, remove"));

    assertTrue(Host.isAlive(sandbox.pid("new")));
    assertEquals("100663296", limit());
    assertEquals(web, sandbox.pid("web"), "what did not change runs on");
    sandbox.reconcile("get", "container", "gone").exits(1);
  }

  @Test
  void brokenHeadsChangeNothingAndSayWhatIsWrong() throws Exception {
    sync("1s");
    startAndApply(remote.commit("good"));
    int web = sandbox.pid("web");

    remote.put("host/z.yaml", "apiVersion: reconcile.dev/v1\nkind: Contaner\n").commit("typo");
    awaitReason("BuildFailed");
    assertTrue(ready("message").contains("z.yaml:2:"), ready("message"));
    tamperAndAwaitHealing();

    remote.drop("host/z.yaml").drop("host/base.yaml").drop("host/web.yaml");
    remote.put("host/README", "nothing here").commit("emptied");
    awaitReason("NoObjects");
    remote.drop("host/README").put("elsewhere", "x").commit("no such path");
    awaitReason("PathNotFound");

    Path repository = sandbox.directory().resolve("remote.git");
    Path away = Files.move(repository, sandbox.directory().resolve("away.git"));
    awaitReason("FetchFailed");
    tamperAndAwaitHealing();
    assertEquals(web, sandbox.pid("web"));
    Files.move(away, repository);

    base("64Mi");
    container("web");
    container("forced");
    awaitApplied(remote.rewrite("force push"));
    assertEquals("True", ready("status"));
    assertEquals(web, sandbox.pid("web"));
    assertTrue(Host.isAlive(sandbox.pid("forced")));
  }

  @Test
  void killedServiceLeavesContainersAndItsNextStartAdoptsThem() throws Exception {
    sync("1h");
    Process first = startAndApply(remote.commit("one container"));
    int web = sandbox.pid("web");

    first.destroyForcibly().waitFor();
    assertTrue(Host.isAlive(web));

    Process second = startAndApply(remote.put("host/note.txt", "x").commit("another commit"));
    assertEquals(web, sandbox.pid("web"));

    second.destroy();
    assertTrue(second.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, second.exitValue(), "SIGTERM is how it is meant to end");
    String log = Host.read(sandbox.directory().resolve("service.err"));
    assertFalse(log.contains("SEVERE") || log.contains("WARNING"), log);
    assertTrue(Host.isAlive(web));
  }

  @Test
  void eventsAreHealedLongBeforeTheNextPass() throws Exception {
    sync("1h");
    startAndApply(remote.commit("one container"));
    tamperAndAwaitHealing();

    int first = sandbox.pid("web");
    Host.kill(first);
    eventually("a new PID 1", () -> runsAsOtherThan(first));

    int second = sandbox.pid("web");
    int monitor = parent(second);
    Host.kill(monitor);
    Host.kill(second);
    eventually("another PID 1", () -> runsAsOtherThan(second));
    assertFalse(Host.isAlive(monitor));
    assertTrue(parent(sandbox.pid("web")) > 1, "it has a monitor again");
  }

  /** PID 1 lives, so its monitor has nothing to tell: the kernel's alarm is all there is. */
  @Test
  void killForWantOfMemoryIsAnEventAndACondition() throws Exception {
    sync("1h");
    base("16Mi");
    startAndApply(remote.commit("a small group"));
    int web = sandbox.pid("web");

    assertNotEquals(0, sandbox.reconcile("exec", "web", "--", "tail", "/dev/zero").status());

    Path log = sandbox.state().resolve("events.jsonl");
    eventually("an event", () -> Host.readIfThere(log).contains("OOMKilled"));
    sandbox
        .reconcile("events", "container", "web")
        .exits(0)
        .shows("OOMKilled")
        .shows("the kernel killed 1 process for want of memory, 1 in all, in /");
    assertTrue(
        sandbox
            .get("container", "web")
            .at("/status/conditions")
            .findValuesAsText("type")
            .contains("OOMKilled"));
    assertEquals(web, sandbox.pid("web"), "the container lives on");
  }

  /** The kernel averages over ten seconds, and pressure is over when all was calm for thirty. */
  @Test
  void memoryPressureIsAnEventAndAConditionAndPasses() throws Exception {
    assumeTrue(Files.exists(Path.of("/proc/pressure/memory")), "requires PSI");
    assumeTrue(Host.unified() != null, "requires cgroup v2");
    Duration patience = Duration.ofMinutes(2);
    boolean throttles = Host.v1("memory") == null;
    sync("1h");
    base(throttles ? "64Mi" : "16Mi");
    container("web", throttles ? "memory: {high: 4Mi}" : "pids: {max: 100}");
    startAndApply(remote.commit("a small group"));
    int web = sandbox.pid("web");

    File out = sandbox.directory().resolve("thrash").toFile();
    String command = throttles ? "exec tail /dev/zero" : THRASH;
    Process thrash =
        sandbox.start(sandbox.command("exec", "web", "--", "/bin/sh", "-c", command), out, out);
    Path log = sandbox.state().resolve("events.jsonl");
    eventually("an event", patience, () -> Host.readIfThere(log).contains("\"MemoryPressure\""));
    eventually("a condition", patience, this::isPressed);

    eventually("calm", patience, () -> endAllBut(web));
    assertNotEquals(0, thrash.waitFor());
    eventually("no condition", patience, () -> !isPressed());
    Path said = sandbox.directory().resolve("service.err");
    String over = "container/web: memory pressure is over";
    eventually("its end", patience, () -> Host.readIfThere(said).contains(over));
    assertEquals(web, sandbox.pid("web"), "the container lives on");
  }

  private boolean isPressed() {
    return sandbox
        .get("container", "web")
        .at("/status/conditions")
        .findValuesAsText("type")
        .contains("MemoryPressure");
  }

  /** Ends whatever else runs in the container; whether nothing does. */
  private boolean endAllBut(int pid) {
    List<Integer> others = new ArrayList<>(Host.processes(sandbox.cgroup("app/web")));
    others.remove(Integer.valueOf(pid));
    others.forEach(Host::kill);
    return others.isEmpty();
  }

  @Test
  void groupThatAStrangerFreezesIsThawed() throws Exception {
    sync("1h");
    container("web", "frozen: false");
    startAndApply(remote.commit("a container that is not to be frozen"));
    Path unified = Host.unified();
    boolean v2 = unified != null;
    Path leaf = Path.of((v2 ? unified : Host.v1("freezer")) + sandbox.cgroup("app/web"));
    Path file = leaf.resolve(v2 ? "cgroup.freeze" : "freezer.state");
    String thawed = Host.read(file);

    Host.write(file, v2 ? "1" : "FROZEN");
    eventually("thawed", () -> Host.read(file).equals(thawed));
    eventually("running", () -> phase("web").equals("Running"));
  }

  private String phase(String container) {
    return sandbox.get("container", container).at("/status/phase").asText();
  }

  @Test
  void deviceThatAStrangerAllowsOrDeniesIsAsListedAgain() throws Exception {
    Path devices = Host.v1("devices");
    assumeTrue(devices != null, "requires the devices controller on v1");
    sync("1h");
    startAndApply(remote.commit("one container"));
    Path leaf = Path.of(devices + sandbox.cgroup("app/web"));
    Set<String> before = devices(leaf);
    assertNotEquals(Set.of("a *:* rwm"), before);

    Host.write(leaf.resolve("devices.allow"), "a");
    eventually("what is not listed is taken back", () -> devices(leaf).equals(before));
    Host.write(leaf.resolve("devices.deny"), "c 1:3 rwm");
    eventually("what is listed is given back", () -> devices(leaf).equals(before));
  }

  /** Lines such as {@code c 1:3 rwm}, in no order that matters. */
  private static Set<String> devices(Path leaf) {
    return Set.copyOf(Host.read(leaf.resolve("devices.list")).lines().toList());
  }

  /** A container that lives on without its monitor gets another one, long before the next pass. */
  @Test
  void containerWhoseMonitorDiesIsAdopted() throws Exception {
    sync("1h");
    startAndApply(remote.commit("one container"));
    int web = sandbox.pid("web");
    int monitor = parent(web);
    assertEquals(monitor, monitor("web"));

    Host.kill(monitor);
    eventually("another monitor", () -> monitor("web") > 0 && monitor("web") != monitor);
    assertEquals(web, sandbox.pid("web"));

    Host.kill(web);
    eventually("another PID 1", () -> runsAsOtherThan(web));
  }

  /**
   * Who holds the lock on {@code monitor.lock}; 0 when nobody does. Lines of {@code /proc/locks}:
   * {@code 7: POSIX ADVISORY WRITE 1234 fe:00:5678 0 EOF}, with the PID and the inode.
   */
  private int monitor(String container) {
    Path lock = sandbox.state().resolve("containers").resolve(container).resolve("monitor.lock");
    try {
      String file = ":" + Files.getAttribute(lock, "unix:ino");
      for (String line : Host.read(Path.of("/proc/locks")).lines().toList()) {
        String[] fields = line.trim().split("\\s+");
        if (!fields[1].equals("->") && fields[5].endsWith(file)) {
          return Integer.parseInt(fields[4]);
        }
      }
      return 0;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean runsAsOtherThan(int pid) {
    int now = sandbox.get("container", "web").at("/status/pid").asInt();
    return now != 0 && now != pid && Host.isAlive(now);
  }

  /** Field 4 of {@code /proc/PID/stat}, behind the name in parentheses. */
  private static int parent(int pid) {
    String stat = Host.read(Path.of("/proc/" + pid + "/stat"));
    return Integer.parseInt(stat.substring(stat.lastIndexOf(')') + 2).split(" ")[1]);
  }

  @Test
  void restoreBringsBackWhatWasAppliedWithoutTheSource() throws Exception {
    sync("1h");
    startAndApply(remote.commit("one container")).destroyForcibly().waitFor();
    int web = sandbox.pid("web");
    int monitor = parent(web);
    Host.kill(monitor);
    Host.kill(web);
    eventually("both gone", () -> !Host.isAlive(web) && !Host.isAlive(monitor));
    Files.move(sandbox.directory().resolve("remote.git"), sandbox.directory().resolve("away.git"));

    sandbox.reconcile("service", "--restore").exits(0);

    assertTrue(Host.isAlive(sandbox.pid("web")));
  }
}
