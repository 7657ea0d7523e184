package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.reconcile.testing.RealKernel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happened is written down, and can be waited for. */
@RealKernel
final class EventsE2eTest {
  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private Path web(String memory, String command) {
    return sandbox.write("web.yaml", Manifests.web(memory, command));
  }

  @Test
  void eventsTellWhatApplyAndMonitorsDid() throws Exception {
    Path file = web("64Mi", "exec sleep 1000");
    sandbox.apply(file).exits(0);
    byte[] written = Files.readAllBytes(sandbox.state().resolve("events.jsonl"));
    sandbox.apply(file).exits(0);
    assertEquals(new String(written), Files.readString(sandbox.state().resolve("events.jsonl")));

    Host.kill(sandbox.pid("web"));
    Host.eventually(
        "a restart", () -> sandbox.get("container", "web").at("/status/restarts").asInt() == 1);
    sandbox.apply(web("96Mi", "exec sleep 1000")).exits(0);

    sandbox.reconcile("events", "cgroup", "app").exits(0).shows("Created").shows("Configured");
    sandbox
        .reconcile("events", "container", "web")
        .exits(0)
        .shows("Created")
        .shows("Restarted")
        .shows("by its monitor, restart 1")
        .shows("exit code 137");
    sandbox
        .reconcile("describe", "container", "web")
        .exits(0)
        .shows("Conditions:\nTYPE")
        .shows("Events:\nTIME")
        .shows("Restarted");
    sandbox.reconcile("events", "-o", "json").exits(0).shows("\"reason\" : \"Created\"");
  }

  @Test
  void waitReturnsWhenTheObjectIsAsAsked() throws Exception {
    sandbox.apply(web("64Mi", "exec sleep 1000"), "--wait").exits(0);
    sandbox.reconcile("wait", "container", "web").exits(0).says("container/web ready");
    sandbox
        .reconcile("wait", "container", "web", "--for=exited", "--timeout", "100ms")
        .exits(1)
        .complains("container/web: not exited within 100ms: it is Running");
    sandbox.reconcile("wait", "container", "nobody").exits(1).complains("not found");
    sandbox.reconcile("wait", "container", "nobody", "--for=deleted").exits(0);

    File out = sandbox.directory().resolve("wait").toFile();
    File err = sandbox.directory().resolve("wait.err").toFile();
    Process wait =
        sandbox.start(sandbox.command("wait", "container", "web", "--for=deleted"), out, err);
    sandbox.reconcile("delete", "container", "web").exits(0);
    assertEquals(0, wait.waitFor());
  }

  @Test
  void applyThatWaitsSaysWhatDoesNotGetReady() {
    String paused =
        Manifests.web("64Mi", "exec sleep 1000")
            .replace("restart:", "resources: {frozen: true}\n  restart:");
    sandbox
        .apply(sandbox.write("web.yaml", paused), "--wait", "--timeout", "100ms")
        .exits(1)
        .complains("container/web: not ready within 100ms: it is Paused");
  }

  @Test
  void restartIsAnotherRunWithTheSameWritableLayer() {
    sandbox.apply(web("64Mi", "echo run >> /opt/runs; exec sleep 1000")).exits(0);
    int pid = sandbox.pid("web");
    Path runs = sandbox.state().resolve("containers/web/upper/opt/runs");
    Host.eventually("a run", () -> Host.readIfThere(runs).equals("run\n"));

    sandbox.reconcile("restart", "web").exits(0).says("container/web restarted");

    Host.eventually("another run", () -> Host.readIfThere(runs).equals("run\nrun\n"));
    assertEquals(1, sandbox.get("container", "web").at("/status/restarts").asInt());
    assertNotEquals(pid, sandbox.pid("web"));
    sandbox.reconcile("restart", "nobody").exits(1).complains("container/nobody: not found");
  }

  @Test
  void aChangedFileSendsItsSignal() {
    sandbox.apply(signalled("one")).exits(0);
    int pid = sandbox.pid("web");
    Host.eventually("the trap", () -> sandbox.reconcile("logs", "web").out().contains("up"));

    Path file = signalled("two");
    sandbox.reconcile("plan", "-f", file.toString()).exits(0).shows("send SIGUSR1 to PID " + pid);
    sandbox.apply(file).exits(0);

    Host.eventually("the signal", () -> sandbox.reconcile("logs", "web").out().contains("two"));
    assertEquals(pid, sandbox.pid("web"));
  }

  private Path signalled(String content) {
    return sandbox.write(
        "signal.yaml",
        """
        apiVersion: reconcile.dev/v1
        kind: Container
        metadata: {name: web}
        spec:
          rootfs:
            layers: [{directory: /}]
            initLayer:
              files: [{path: /opt/app.conf, content: "%s\\n", onChange: "signal:USR1"}]
          process:
            args: [/bin/sh, -c, "trap 'cat /opt/app.conf' USR1; echo up; while :; do sleep 0.01; done"]
          stop: {gracePeriod: 1s}
        """
            .formatted(content));
  }
}
