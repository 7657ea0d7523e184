package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.reconcile.testing.RealKernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A container on the host's own tree, with every default. */
@RealKernel
final class WithoutRootfsE2eTest {
  private final Sandbox sandbox = new Sandbox();

  @AfterEach
  void close() {
    sandbox.close();
  }

  private void apply(String command, String stop) {
    String manifest =
        """
        apiVersion: reconcile.dev/v1
        kind: Container
        metadata: {name: web}
        spec:
          process: {args: [/bin/sh, -c, "%s"]}
          stop: %s
        """;
    sandbox.apply(sandbox.write("web.yaml", manifest.formatted(command, stop))).exits(0);
  }

  @Test
  void itRunsInNamespacesOfItsOwnAndSeesItsOwnCgroups() {
    apply("exec sleep 1000", "{gracePeriod: 1s}");

    String pid = Integer.toString(sandbox.pid("web"));
    SortedMap<String, String> its = Host.namespaces(pid);
    Host.namespaces("self").forEach((type, link) -> assertNotEquals(link, its.get(type), type));
    // Where the host mounts cgroupfs, and each time with the container's own group as root.
    SortedMap<String, String> mounted = new TreeMap<>();
    for (String line : Host.read(Path.of("/proc/" + pid + "/mountinfo")).lines().toList()) {
      String[] fields = line.split(" ");
      String type = line.substring(line.indexOf(" - ") + 3).split(" ")[0];
      if (type.equals("cgroup") || type.equals("cgroup2")) {
        mounted.put(fields[4], fields[3]);
      }
    }
    for (Path hierarchy : Host.hierarchies()) {
      assertEquals(sandbox.cgroup("web"), own(mounted, hierarchy), mounted::toString);
    }
  }

  /** The root of a mount, as seen from here; its path there has the same last name. */
  private static String own(SortedMap<String, String> mounted, Path hierarchy) {
    for (var mount : mounted.entrySet()) {
      if (Path.of(mount.getKey()).getFileName().equals(hierarchy.getFileName())) {
        return mount.getValue();
      }
    }
    return "not mounted: " + hierarchy;
  }

  /** Real-time signals have no number of their own in C libraries: kill -l says 34 and up. */
  @ParameterizedTest
  @CsvSource({"RTMIN, 34", "RTMIN+3, 37", "RTMAX, 64", "USR2, 12"})
  void theStopSignalArrives(String signal, int number) {
    Path ready = sandbox.directory().resolve("ready");
    Path got = sandbox.directory().resolve("got");
    String wait = "while :; do sleep 1000 & wait; done";
    String trap = "trap 'echo %d > %s; exit 0' %d; ".formatted(number, got, number);
    apply(
        trap + "echo > " + ready + "; " + wait, "{signal: %s, gracePeriod: 60s}".formatted(signal));
    Host.eventually("the trap", () -> Files.exists(ready));

    sandbox.reconcile("delete", "container", "web").exits(0);

    assertEquals(number + "\n", Host.read(got));
    sandbox.assertNothingLeft();
  }
}
