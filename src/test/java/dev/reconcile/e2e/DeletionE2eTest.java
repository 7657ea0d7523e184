package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is ours goes without a trace; what is not ours stays. */
@RealKernel
final class DeletionE2eTest {
  private final Sandbox sandbox = new Sandbox();
  private String mountsBefore = "";
  private Path file = Path.of("");

  @BeforeEach
  void apply() {
    mountsBefore = Host.mountTable();
    file = sandbox.write("web.yaml", Manifests.web("64Mi", "exec sleep 1000"));
    sandbox.apply(file).exits(0);
  }

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void deleteLeavesNothing() {
    int pid = sandbox.pid("web");

    sandbox
        .reconcile("delete", "-f", file.toString())
        .exits(0)
        .says("container/web deleted")
        .says("cgroup/app deleted")
        .says("rootfs/base deleted")
        .says("3 deleted");
    assertFalse(Files.exists(Path.of("/proc/" + pid)));
    sandbox.assertNothingLeft();
    assertEquals(mountsBefore, Host.mountTable());
    sandbox.reconcile("get").exits(0);
  }

  @Test
  void deletingWhatIsAbsentIsFine() {
    sandbox.reconcile("delete", "container", "web").exits(0).says("container/web deleted");
    sandbox.reconcile("delete", "container", "web").exits(0);
    sandbox.reconcile("delete", "-f", file.toString()).exits(0).says("cgroup/app deleted");
    sandbox.assertNothingLeft();
  }

  @Test
  void deleteNeedsOnlyKindAndName() {
    Path bare =
        sandbox.write(
            "bare.yaml", "apiVersion: reconcile.dev/v1\nkind: Container\nmetadata: {name: web}\n");

    sandbox.reconcile("delete", "-f", bare.toString()).exits(0).says("container/web deleted");
  }

  @Test
  void whatIsReferencedIsNotDeletedAlone() {
    sandbox.reconcile("delete", "cgroup", "app").exits(2).complains("container/web");
    assertEquals("Running", sandbox.get("container", "web").at("/status/phase").asText());
  }

  @Test
  void pruneRemovesWhatTheFilesNoLongerName() {
    sandbox.write("web.yaml", Manifests.rootfs("base"));

    sandbox.reconcile("diff", "--prune", "-f", file.toString()).exits(1).shows("container/web");
    sandbox
        .apply(file, "--prune")
        .exits(0)
        .says("container/web pruned")
        .says("cgroup/app pruned")
        .says("rootfs/base unchanged");
    assertEquals(List.of(), Host.processes(sandbox.cgroupRoot()));
    sandbox.assertNothingLeft();
  }

  @Test
  void withoutPruneTheyAreOnlyMentioned() {
    sandbox.write("web.yaml", Manifests.rootfs("base"));

    sandbox.apply(file).exits(0).says("1 unchanged").complains("owned but not in the files");
    assertEquals("Running", sandbox.get("container", "web").at("/status/phase").asText());
  }

  @Test
  void anEmptyInputPrunesNothing() {
    Path empty = sandbox.write("empty.yaml", "---\n# nothing\n");

    sandbox.apply(empty, "--prune").exits(2).complains("--allow-empty");
    assertEquals("Running", sandbox.get("container", "web").at("/status/phase").asText());
    sandbox.apply(empty, "--prune", "--allow-empty").exits(0).says("3 pruned");
    sandbox.assertNothingLeft();
  }

  @Test
  void anotherApplySetIsRefusedAndNamed() {
    int pid = sandbox.pid("web");

    sandbox.apply(file, "--applyset", "other").exits(2).complains("applyset/default");
    sandbox.apply(file, "--applyset", "other", "--force").exits(2).complains("applyset/default");
    sandbox
        .reconcile("delete", "-f", file.toString(), "--applyset", "other")
        .exits(2)
        .complains("applyset/default");
    assertEquals(pid, sandbox.pid("web"));

    sandbox.apply(file, "--applyset", "other", "--take-ownership").exits(0);
    assertEquals(pid, sandbox.pid("web"));
    assertEquals("applyset/other", sandbox.get("container", "web").at("/status/owner").asText());
    sandbox.apply(file).exits(2).complains("applyset/other");
  }

  /**
   * A cgroup beside ours, one that only begins like ours, and one below our root that is not ours.
   */
  @Test
  void foreignCgroupsAndProcessesWithNearlyTheSameNamesLiveOn() throws IOException {
    List<Path> foreign = new ArrayList<>();
    List<Process> processes = new ArrayList<>();
    try {
      for (Path hierarchy : Host.hierarchies()) {
        for (String name : List.of("x", "/webb", "/app2")) {
          Path group = Path.of(hierarchy + sandbox.cgroupRoot() + name);
          // A cpuset without CPUs takes no process.
          if (!hierarchy.toString().contains("cpuset")) {
            Files.createDirectory(group);
            foreign.add(group);
          }
        }
      }
      for (Path group : foreign) {
        Process process = new ProcessBuilder("sleep", "1000").start();
        processes.add(process);
        Host.write(group.resolve("cgroup.procs"), Long.toString(process.pid()));
      }

      sandbox.apply(file).exits(0).says("3 unchanged");
      sandbox.reconcile("delete", "-f", file.toString()).exits(0).says("3 deleted");

      for (Path group : foreign) {
        assertTrue(Files.isDirectory(group), group::toString);
      }
      for (Process process : processes) {
        assertTrue(process.isAlive(), process::toString);
      }
    } finally {
      processes.forEach(Process::destroyForcibly);
      for (Process process : processes) {
        process.onExit().join();
      }
      for (Path group : foreign) {
        Host.eventually("empty " + group, () -> group.toFile().delete());
      }
    }
  }
}
