package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every example is applied twice and deleted, and nothing is left. */
@RealKernel
final class ExamplesE2eTest {
  private static final Path EXAMPLES = Path.of("examples").toAbsolutePath();

  static List<Path> examples() throws IOException {
    try (Stream<Path> tree = Files.list(EXAMPLES)) {
      return tree.filter(Files::isDirectory).sorted().toList();
    }
  }

  @Test
  void thereAreExamples() throws IOException {
    assertTrue(examples().size() >= 8, () -> "only those of " + EXAMPLES);
  }

  @ParameterizedTest
  @MethodSource("examples")
  void isAppliedTwiceAndDeletedWithNothingLeft(Path example) {
    String mounts = Host.mountTable();
    try (Sandbox sandbox = Sandbox.withMountsOfItsOwn()) {
      String its = sandbox.mountTable();
      Ran first = sandbox.apply(example, "-R").exits(0);
      assertTrue(first.out().contains(" created"), first::toString);

      Ran second = sandbox.apply(example, "-R").exits(0);
      assertTrue(
          second.out().lines().toList().getLast().matches("\\d+ unchanged"), second::toString);
      assertEquals("", sandbox.reconcile("diff", "-R", "-f", example.toString()).exits(0).out());

      sandbox.reconcile("delete", "-R", "-f", example.toString()).exits(0);
      sandbox.assertNothingLeft();
      assertEquals(its, sandbox.mountTable());
    }
    assertEquals(mounts, Host.mountTable());
  }

  @Test
  void theQuickstartRunsUnderItsLimits() {
    try (Sandbox sandbox = new Sandbox()) {
      sandbox.apply(EXAMPLES.resolve("quickstart")).exits(0);

      assertEquals("67108864", Host.read(Host.memoryLimit(sandbox.cgroup("quickstart"))).strip());
      assertEquals("Running", sandbox.get("container", "hello").at("/status/phase").asText());
      Host.eventually(
          "its first line",
          () -> sandbox.reconcile("logs", "hello").out().contains("hello: I am PID 1"));
    }
  }

  @Test
  void thePersistentLayerOutlivesARecreateAndTheOthersDoNot() {
    try (Sandbox sandbox = new Sandbox()) {
      String yaml = Host.read(EXAMPLES.resolve("persistent/persistent.yaml"));
      Path file = sandbox.write("persistent.yaml", yaml);
      sandbox.apply(file).exits(0);
      Host.eventually("as it should be", () -> logs(sandbox, "reader").contains("as it should be"));

      for (String container : List.of("keeper", "forgetter")) {
        Host.eventually("a start", () -> logs(sandbox, container).lines().count() == 1);
        int pid = sandbox.pid(container);
        Host.kill(pid);
        Host.eventually(
            "a second start",
            () ->
                Host.processes(sandbox.cgroup(container)).stream().anyMatch(other -> other != pid));
      }

      // One line of the first run, then the whole file.
      Host.eventually("both starts", () -> logs(sandbox, "keeper").lines().count() == 3);
      Host.eventually("one start", () -> logs(sandbox, "forgetter").lines().count() == 2);
    }
  }

  private static String logs(Sandbox sandbox, String container) {
    return sandbox.reconcile("logs", container).exits(0).out();
  }
}
