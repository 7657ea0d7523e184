package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.testing.RealKernel;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a command that {@code exec} runs has of its container, and how it ends. */
@RealKernel
final class ExecE2eTest {
  private static final String WEB =
      Manifests.rootfs("base")
          + Manifests.cgroup("app", "64Mi")
          + """
          apiVersion: reconcile.dev/v1
          kind: Container
          metadata: {name: web}
          spec:
            rootfs: base
            cgroup: app
            process:
              args: [/bin/sleep, "1000"]
              rlimits: [{type: NOFILE, soft: 100, hard: 200}]
              oomScoreAdj: 300
              nice: 5
          """;

  private final Sandbox sandbox = new Sandbox();

  @BeforeEach
  void apply() {
    sandbox.apply(sandbox.write("web.yaml", WEB)).exits(0);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void theCommandHasTheLimitsOfTheContainersProcess() {
    String script = "ulimit -Sn; ulimit -Hn; cat /proc/self/oom_score_adj; nice";
    assertEquals(
        "100\n200\n300\n5\n",
        sandbox.reconcile("exec", "web", "--", "sh", "-c", script).exits(0).out());
  }

  @Test
  void theStatusIsTheCommandsAsAShellSaysIt() {
    sandbox.reconcile("exec", "web", "--", "sh", "-c", "exit 7").exits(7);
    sandbox.reconcile("exec", "web", "--", "sh", "-c", "kill -TERM $$").exits(143);
    sandbox.reconcile("exec", "web", "--", "/etc/passwd").exits(126);
    sandbox.reconcile("exec", "web", "--", "no-such-program").exits(127);
    sandbox.reconcile("exec", "nobody", "--", "true").exits(125).complains("is not ours");
  }

  @Test
  void aSignalReachesTheCommandAndTheStatusIsWhatItMakesOfIt() throws Exception {
    for (String signal : List.of("INT", "TERM")) {
      File out = sandbox.directory().resolve("out." + signal).toFile();
      String script = "trap 'exit 9' " + signal + "; echo up; while :; do sleep 0.01; done";
      Process exec = start(out, script);
      Host.eventually("the trap", () -> Host.readIfThere(out.toPath()).equals("up\n"));
      new ProcessBuilder("kill", "-" + signal, Long.toString(exec.pid())).start().waitFor();
      assertEquals(9, exec.waitFor(), signal);
    }
  }

  private Process start(File out, String script) throws IOException {
    File err = sandbox.directory().resolve("exec.err").toFile();
    return sandbox.start(sandbox.command("exec", "web", "--", "sh", "-c", script), out, err);
  }

  @Test
  void intoAFrozenOneItSaysSoAtOnce() {
    freeze("app", true);
    try {
      sandbox
          .reconcile("exec", "web", "--", "true")
          .exits(125)
          .complains("is paused: cgroup " + sandbox.cgroup("app") + " is frozen");
      sandbox.reconcile("get", "container", "web").exits(0).shows("Paused");
    } finally {
      freeze("app", false);
    }
  }

  private void freeze(String group, boolean frozen) {
    Path file = Host.file(sandbox.cgroup(group), "cgroup.freeze", "freezer.state");
    if (file == null) {
      throw new AssertionError("no hierarchy can freeze " + group);
    }
    boolean v2 = file.endsWith("cgroup.freeze");
    Host.write(file, v2 ? (frozen ? "1" : "0") : (frozen ? "FROZEN" : "THAWED"));
  }
}
