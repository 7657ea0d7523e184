package dev.reconcile.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.testing.RealKernel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Wrong manifests are refused as a whole, every mistake at its place. */
@RealKernel
final class MistakesE2eTest {
  private static final String TEN_MISTAKES =
      """
      apiVersion: reconcile.dev/v1
      kind: Cgroup
      metadata: {name: App}
      spec:
        memory: {max: 256Mb, hihg: 1Gi}
        cpu: {weight: 0}
        pids: [64]
        cpu: {max: 1}
      ---
      apiVersion: reconcile.dev/v1
      kind: Container
      metadata: {name: web}
      spec:
        process: {args: []}
        mounts: [{target: tmp, type: tmpfs}]
        stop: {signal: TREM}
        network: {name: front}
      """;

  /** Line of each mistake, and what the message must say. */
  private static final List<String> EXPECTED =
      List.of(
          "3: ",
          "5: 256Mb",
          "5: hihg",
          "6: weight",
          "7: pids",
          "8: cpu",
          "14: args",
          "15: target",
          "16: TREM",
          "17: not supported yet");

  private final Sandbox sandbox = new Sandbox();
  private final Path file = sandbox.write("mistakes.yaml", TEN_MISTAKES);

  @AfterEach
  void close() {
    sandbox.close();
  }

  @Test
  void everyMistakeOfBothDocumentsIsToldAtItsPlaceAndNothingIsChanged() {
    Trace.Traced traced = Trace.of(sandbox, "apply", "-f", file.toString());

    traced.ran().exits(2);
    assertEquals("", traced.ran().out());
    assertAllTold(traced.ran());
    assertEquals(List.of(), traced.changes());
    sandbox.assertNothingLeft();
  }

  @Test
  void validateSaysTheSameToAnOrdinaryUser() {
    Ran apply = sandbox.apply(file);
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"));
    command.addAll(sandbox.command("validate", "-f", file.toString()));
    sandbox.readableForAll();

    Ran validate = sandbox.run(command).exits(2);
    assertEquals(apply.err(), validate.err());
  }

  @Test
  void validateOfARightFileIsQuietAndExits0ForAnOrdinaryUser() {
    Path right = sandbox.write("right.yaml", Manifests.web("64Mi", "exec sleep 1"));
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"));
    command.addAll(sandbox.command("validate", "-f", right.toString()));
    sandbox.readableForAll();

    Ran validate = sandbox.run(command).exits(0).says("3 objects are valid");
    assertEquals("", validate.err());
  }

  @Test
  void anOrdinaryUserIsToldWhatNeedsRoot() {
    Path right = sandbox.write("right.yaml", Manifests.web("64Mi", "exec sleep 1"));
    List<String> command = new ArrayList<>();
    command.addAll(
        List.of("setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", "--"));
    command.addAll(sandbox.command("apply", "-f", right.toString()));
    sandbox.readableForAll();

    Ran apply = sandbox.run(command).exits(2);
    assertTrue(apply.err().startsWith("reconcile apply: needs root: "), apply::toString);
    assertEquals(1, apply.err().lines().count(), apply::toString);
  }

  private static void assertAllTold(Ran ran) {
    List<String> lines = ran.err().lines().toList();
    for (String expected : EXPECTED) {
      int colon = expected.indexOf(": ");
      String place = "mistakes.yaml:" + expected.substring(0, colon) + ":";
      String words = expected.substring(colon + 2);
      assertTrue(
          lines.stream().anyMatch(line -> line.contains(place) && line.contains(words)),
          () -> "no message about '" + expected + "' in " + ran);
    }
    for (String line : lines) {
      assertTrue(line.matches(".*mistakes\\.yaml:\\d+:\\d+: .+"), line);
    }
    assertTrue(lines.size() >= EXPECTED.size(), ran::toString);
  }
}
