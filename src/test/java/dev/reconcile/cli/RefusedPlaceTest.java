package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only a look at the host can find fault with is located at its field all the same. */
class RefusedPlaceTest {
  private static final String CGROUP =
      """
      apiVersion: reconcile.dev/v1
      kind: Cgroup
      metadata: {name: a}
      spec:
        pids: {max: 5}
        %s
      """;

  @TempDir Path temp = Path.of("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          cpuset: {cpus: "6000"}                    | <stdin>:6:12: cgroup/a: cpuset.cpus:
          io: {max: [{device: /dev/none, rbps: 1}]} | <stdin>:6:8: cgroup/a: io.max
          parent: nobody                            | <stdin>:6:3: cgroup/a: parent:
          """)
  void isThatOfTheField(String field, String place) {
    String state = temp.resolve("state").toString();
    for (String verb : new String[] {"diff", "plan"}) {
      CliRun run = CliRun.withInput(CGROUP.formatted(field), verb, "-f", "-", "--state-dir", state);
      assertEquals("", run.out());
      assertTrue(run.err().startsWith(place), run.err());
    }
  }
}
