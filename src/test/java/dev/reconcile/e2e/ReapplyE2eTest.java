package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.testing.RealKernel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Applying again: nothing to do is nothing done; what moved goes back; what changed is changed. */
@RealKernel
final class ReapplyE2eTest {
  private static final String COMMAND = "exec sleep 1000";

  private final Sandbox sandbox = new Sandbox();
  private Path file = Path.of("");
  private int pid;

  @BeforeEach
  void apply() {
    file = sandbox.write("web.yaml", Manifests.web("64Mi", COMMAND));
    sandbox.apply(file).exits(0);
    pid = sandbox.pid("web");
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void nothingIsWrittenWhenAllIsTrue() {
    Trace.Traced traced = Trace.of(sandbox, "apply", "-f", file.toString());

    traced
        .ran()
        .exits(0)
        .says("rootfs/base unchanged")
        .says("cgroup/app unchanged")
        .says("container/web unchanged")
        .says("3 unchanged");
    assertEquals(List.of(), traced.changes());
    assertEquals(pid, sandbox.pid("web"));
  }

  @Test
  void theTraceSeesWhatAnApplyChanges() {
    sandbox.write("web.yaml", Manifests.web("96Mi", COMMAND));
    Trace.Traced traced = Trace.of(sandbox, "apply", "-f", file.toString());

    traced.ran().exits(0);
    assertTrue(
        traced.changes().stream().anyMatch(call -> call.contains("memory.")),
        () -> "saw only " + traced.changes());
  }

  @Test
  void diffAndPlanOfTheSameAreEmpty() {
    assertEquals("", sandbox.reconcile("diff", "-f", file.toString()).exits(0).out());
    sandbox
        .reconcile("plan", "--detailed-exitcode", "-f", file.toString())
        .exits(0)
        .says("nothing to do");
  }

  @Test
  void aChangedLimitIsOneFieldAndOneFileAndThePidStays() {
    sandbox.write("web.yaml", Manifests.web("96Mi", COMMAND));

    Ran diff = sandbox.reconcile("diff", "-f", file.toString()).exits(1);
    assertEquals(
        List.of("-memory.max: 64Mi", "+memory.max: 96Mi"),
        diff.out().lines().filter(line -> line.matches("[-+][^-+].*")).toList(),
        diff::toString);

    Trace.Traced traced = Trace.of(sandbox, "apply", "-f", file.toString());
    traced
        .ran()
        .exits(0)
        .says("cgroup/app configured")
        .says("container/web unchanged")
        .says("1 configured, 2 unchanged");
    List<String> written =
        traced.changes().stream().filter(call -> call.contains("/sys/fs/cgroup")).toList();
    assertEquals(1, written.size(), written::toString);
    assertEquals("100663296", Host.read(Host.memoryLimit(sandbox.cgroup("app"))).strip());
    assertEquals(pid, sandbox.pid("web"));
  }

  @Test
  void aTamperedLimitIsNamedAndRestored() {
    Host.write(Host.memoryLimit(sandbox.cgroup("app")), "33554432");

    sandbox
        .reconcile("diff", "-f", file.toString())
        .exits(1)
        .says("-memory.max: 32Mi")
        .says("+memory.max: 64Mi")
        .shows("drift");
    sandbox.apply(file).exits(0).says("cgroup/app configured").says("container/web unchanged");
    assertEquals("67108864", Host.read(Host.memoryLimit(sandbox.cgroup("app"))).strip());
    assertEquals(pid, sandbox.pid("web"));
  }

  @Test
  void theMonitorBringsBackAKilledProcess() {
    Host.kill(pid);

    Host.eventually(
        "another PID 1",
        () -> Host.processes(sandbox.cgroup("app/web")).stream().anyMatch(other -> other != pid));
    Host.eventually(
        "status with one restart",
        () -> sandbox.get("container", "web").at("/status/restarts").asInt() == 1);
    assertNotEquals(pid, sandbox.pid("web"));
    assertEquals(9, sandbox.get("container", "web").at("/status/lastState/signal").asInt());
    sandbox.apply(file).exits(0).says("container/web unchanged");
  }

  @Test
  void applyBringsBackAContainerWhoseMonitorWasKilledToo() {
    Host.kill(monitor());
    Host.kill(pid);
    Host.eventually("no process", () -> Host.processes(sandbox.cgroup("app")).isEmpty());

    sandbox.reconcile("diff", "-f", file.toString()).exits(1).shows("container/web");
    sandbox.apply(file).exits(0);
    assertNotEquals(pid, sandbox.pid("web"));
    sandbox.apply(file).exits(0).says("3 unchanged");
  }

  @Test
  void aContainerThatLostItsMonitorGetsAnotherAndRunsOn() {
    int monitor = monitor();
    Host.kill(monitor);
    Host.eventually("the monitor's end", () -> !Host.isAlive(monitor));

    sandbox.apply(file).exits(0);
    assertEquals(pid, sandbox.pid("web"));
    assertNotEquals(monitor, monitor());
    Host.kill(pid);
    Host.eventually(
        "the new monitor starts it",
        () -> Host.processes(sandbox.cgroup("app/web")).stream().anyMatch(other -> other != pid));
  }

  @Test
  void changedArgumentsAreARecreateThatThePlanExplains() {
    sandbox.write("web.yaml", Manifests.web("64Mi", "exec sleep 2000"));

    sandbox
        .reconcile("plan", "-f", file.toString())
        .exits(0)
        .shows("-/+ container/web [recreate]")
        .shows("process.args");
    sandbox.apply(file).exits(0).says("container/web recreated").says("cgroup/app unchanged");
    assertNotEquals(pid, sandbox.pid("web"));
    assertTrue(Host.read(Path.of("/proc/" + sandbox.pid("web") + "/cmdline")).contains("2000"));
    sandbox.apply(file).exits(0).says("3 unchanged");
  }

  @Test
  void aSavedPlanIsDoneOnceAndRefusedWhenStale() {
    sandbox.write("web.yaml", Manifests.web("96Mi", COMMAND));
    String plan = sandbox.directory().resolve("web.plan").toString();
    sandbox.reconcile("plan", "-f", file.toString(), "--out", plan).exits(0);

    sandbox.reconcile("apply", "--plan", plan).exits(0).says("cgroup/app configured");
    Trace.Traced again = Trace.of(sandbox, "apply", "--plan", plan);
    again.ran().exits(2).complains("stale");
    assertEquals(List.of(), again.changes());
  }

  /** The PID in the record that the container's monitor keeps. */
  private int monitor() {
    String status = Host.read(sandbox.state().resolve("containers/web/status"));
    return status
        .lines()
        .filter(line -> line.startsWith("monitor="))
        .mapToInt(line -> Integer.parseInt(line.substring("monitor=".length())))
        .findFirst()
        .orElseThrow();
  }
}
