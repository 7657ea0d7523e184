package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.testing.RealKernel;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Verbs that look at a running container, and what they say when there is none. */
@RealKernel
final class VerbsE2eTest {
  private final Sandbox sandbox = new Sandbox();
  private Path file = Path.of("");

  @BeforeEach
  void apply() {
    file =
        sandbox.write("web.yaml", Manifests.web("64Mi", "echo one; echo two >&2; exec sleep 1000"));
    sandbox.apply(file).exits(0);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void execIsInTheContainersNamespacesAndCgroup() {
    int pid = sandbox.pid("web");
    Host.namespaces(Integer.toString(pid))
        .forEach(
            (type, inode) ->
                assertEquals(
                    inode + "\n", exec("readlink", "/proc/self/ns/" + type).exits(0).out(), type));
    assertEquals("web\n", exec("hostname").exits(0).out());
    assertEquals("1\n", exec("sh", "-c", "cut -d ' ' -f 1 /proc/1/stat").exits(0).out());
    // The leaf is the root of its cgroup namespace.
    exec("cat", "/proc/self/cgroup").exits(0).out().lines().forEach(VerbsE2eTest::assertRoot);
  }

  private static void assertRoot(String line) {
    assertTrue(line.endsWith(":/"), line);
  }

  @Test
  void execEndsAsItsCommandDoes() {
    exec("sh", "-c", "exit 7").exits(7);
    exec("sh", "-c", "kill -9 $$").exits(137);
    exec("/no/such").exits(127);
    exec("/etc/passwd").exits(126);
    sandbox.reconcile("exec", "nobody", "--", "true").exits(125).complains("container/nobody");
    sandbox.reconcile("exec", "web").exits(125).complains("-- COMMAND");
    sandbox.reconcile("exec", "-it", "web", "--", "sh").exits(125).complains("not supported yet");
  }

  @Test
  void execGetsItsStandardInput() {
    Ran ran =
        sandbox.run(
            List.of(
                "sh",
                "-c",
                "echo hello | \"$@\"",
                "sh",
                sandbox.command("exec").get(0),
                "--state-dir",
                sandbox.state().toString(),
                "--cgroup-root",
                sandbox.cgroupRoot(),
                "exec",
                "web",
                "--",
                "cat"));

    assertEquals("hello\n", ran.exits(0).out());
  }

  private Ran exec(String... words) {
    String[] args = new String[words.length + 3];
    args[0] = "exec";
    args[1] = "web";
    args[2] = "--";
    System.arraycopy(words, 0, args, 3, words.length);
    return sandbox.reconcile(args);
  }

  @Test
  void logsAreBothStreamsInOrder() {
    Host.eventually("two lines", () -> sandbox.reconcile("logs", "web").out().lines().count() == 2);

    sandbox.reconcile("logs", "web").exits(0).says("one").says("two");
    assertEquals(1, sandbox.reconcile("logs", "web", "--tail", "1").exits(0).out().lines().count());
    assertEquals(
        "", sandbox.reconcile("logs", "web", "--since", "2100-01-01T00:00:00Z").exits(0).out());
    assertEquals(2, sandbox.reconcile("logs", "web", "--since", "1h").out().lines().count());
    sandbox.reconcile("logs", "nobody").exits(1).complains("container/nobody: not found");
  }

  @Test
  void logsOfThePreviousRunEndWithIt() {
    Host.eventually("two lines", () -> sandbox.reconcile("logs", "web").out().lines().count() == 2);
    sandbox.reconcile("logs", "web", "--previous").exits(1).complains("has not run before");
    Host.kill(sandbox.pid("web"));
    Host.eventually(
        "four lines", () -> sandbox.reconcile("logs", "web").out().lines().count() == 4);

    assertEquals(2, sandbox.reconcile("logs", "web", "--previous").exits(0).out().lines().count());
  }

  @Test
  void logsFollow() throws Exception {
    File out = sandbox.directory().resolve("followed").toFile();
    File err = sandbox.directory().resolve("followed.err").toFile();
    Process follow = sandbox.start(sandbox.command("logs", "web", "-f"), out, err);
    try {
      Host.eventually("what there is", () -> Host.read(out.toPath()).lines().count() == 2);
      Host.kill(sandbox.pid("web"));
      Host.eventually("what comes", () -> Host.read(out.toPath()).lines().count() == 4);
    } finally {
      follow.destroy();
      follow.waitFor();
    }
  }

  @Test
  void describeShowsDesiredLiveConditionsAndDrift() {
    sandbox
        .reconcile("describe", "container", "web")
        .exits(0)
        .says("Spec:")
        .says("Status:")
        .says("Conditions:")
        .says("Drift:")
        .shows("phase: Running")
        .shows("Monitored");
    Host.write(Host.memoryLimit(sandbox.cgroup("app")), "33554432");
    sandbox.reconcile("describe", "cgroup/app").exits(0).shows("memory.max: 32Mi -> 64Mi");
    sandbox.reconcile("describe", "container", "nobody").exits(1).complains("not found");
  }

  @Test
  void getListsAsTablesAndAsData() {
    sandbox.reconcile("get").exits(0).shows("container/web").shows("cgroup/app");
    sandbox.reconcile("get", "-o", "wide").exits(0).shows("applyset/default");
    sandbox.reconcile("get", "-o", "json").exits(0).shows("\"items\"");
    sandbox.reconcile("get", "container", "web", "-o", "yaml").exits(0).says("kind: Container");
  }

  @Test
  void getAllShowsCgroupsThatAreNotOurs() throws Exception {
    Path hierarchy = Host.hierarchies().getFirst();
    Path foreign = Path.of(hierarchy + sandbox.cgroupRoot() + "-foreign");
    Files.createDirectory(foreign);
    try {
      sandbox
          .reconcile("get", "cgroups", "--all")
          .exits(0)
          .shows(sandbox.cgroupRoot() + "-foreign");
    } finally {
      Files.delete(foreign);
    }
  }

  @Test
  void applyFromStandardInputAndDryRun() {
    Ran ran =
        sandbox.run(
            List.of(
                "sh",
                "-c",
                "cat web.yaml | \"$@\"",
                "sh",
                sandbox.command("x").get(0),
                "--state-dir",
                sandbox.state().toString(),
                "--run-dir",
                sandbox.directory().resolve("run").toString(),
                "--cgroup-root",
                sandbox.cgroupRoot(),
                "apply",
                "-f",
                "-"));
    ran.exits(0).says("3 unchanged");

    sandbox.write("web.yaml", Manifests.web("96Mi", "exec sleep 1"));
    Trace.Traced dry = Trace.of(sandbox, "apply", "--dry-run", "-f", file.toString());
    dry.ran().exits(0).shows("-/+ container/web");
    assertEquals(List.of(), dry.changes());
  }

  @Test
  void hostSaysWhatThereIs() {
    sandbox.reconcile("host").exits(0).shows("CONTROLLER").shows("memory");
  }
}
