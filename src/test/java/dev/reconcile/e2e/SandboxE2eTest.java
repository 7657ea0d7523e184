package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a failed test leaves is taken away, or it would be in the way of those after it. */
@RealKernel
class SandboxE2eTest {
  @Test
  void closeTakesAwayWhatIsFrozenAndWhatForks() throws Exception {
    Sandbox sandbox = new Sandbox();
    List<Path> groups = make(sandbox.cgroup("app/web"));
    Process forks =
        new ProcessBuilder("sh", "-c", "while :; do sleep 0.01 & sleep 0.01; done").start();
    Process sleeps = new ProcessBuilder("sleep", "1000").start();
    try {
      for (Path group : groups) {
        boolean frozen = Files.exists(group.resolve("freezer.state"));
        Host.write(group.resolve("cgroup.procs"), Long.toString(sleeps.pid()));
        if (frozen) {
          Host.write(group.resolve("freezer.state"), "FROZEN");
        } else if (Files.exists(group.resolve("memory.limit_in_bytes"))) {
          Host.write(group.resolve("cgroup.procs"), Long.toString(forks.pid()));
        }
      }
      sandbox.close();
      assertEquals(List.of(), Host.cgroups(sandbox.cgroupRoot()));
      assertFalse(Host.isAlive(sleeps.pid()));
    } finally {
      forks.destroyForcibly();
      sleeps.destroyForcibly();
    }
  }

  /**
   * In the hierarchies that take processes as they come; a cpuset would have to be set up first.
   */
  private static List<Path> make(String cgroup) throws IOException {
    List<Path> made = new ArrayList<>();
    for (Path hierarchy : Host.hierarchies()) {
      if (!Files.exists(hierarchy.resolve("cpuset.cpus"))) {
        made.add(Files.createDirectories(Path.of(hierarchy + cgroup)));
      }
    }
    return made;
  }
}
