package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.kernel.systemd.SystemdHost;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "aply|reconcile: unknown verb 'aply'; did you mean 'apply'?",
        "pastry|reconcile: unknown verb 'pastry'; see 'reconcile --help'",
        "version --state-dri /x|reconcile version: unknown option '--state-dri';"
            + " did you mean '--state-dir'?",
        "version --bogus=1|reconcile version: unknown option '--bogus';"
            + " see 'reconcile version --help'",
        "version -o xml|reconcile version: -o: expected text, wide, json or yaml, not 'xml'",
        "version -o jsn|reconcile version: -o: expected text, wide, json or yaml, not 'jsn';"
            + " did you mean 'json'?",
        "version --color sometimes|reconcile version: --color: expected auto, always or never,"
            + " not 'sometimes'",
        "version --lock-timeout soon|reconcile version: --lock-timeout: expected a duration such"
            + " as 250ms, 10s, 5m or 1h, not 'soon'",
        "images|reconcile images: not supported yet",
        "rollback sync/a 3|reconcile rollback: not supported yet",
        "completion bash -o json|reconcile completion: -o json is not for this verb",
        "service -o yaml|reconcile service: -o yaml is not for this verb",
        "version -o wide|reconcile version: -o wide is not for this verb",
        "completion tcsh|reconcile completion: expected bash, zsh or fish, not 'tcsh'"
      })
  void aWrongCommandLineIsOneLineAndExit2(String args, String message) {
    CliRun run = CliRun.of(args.split(" "));

    assertEquals(message + "\n", run.err());
    assertEquals(2, run.status());
    assertEquals("", run.out());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "--state-dir /x version",
        "version --state-dir /x",
        "--state-dir=/x -v --color never version -o text"
      })
  void globalOptionsStandBeforeOrBehindTheVerb(String args) {
    CliRun run = CliRun.of(args.split(" "));

    assertEquals("reconcile development\n", run.out());
    assertEquals(0, run.status());
  }

  @Test
  void dataForPrograms() {
    assertEquals("version: development\n", CliRun.of("version", "-o", "yaml").out());
    String explained = CliRun.of("explain", "cgroup.memory.max", "-o", "json").out();
    assertTrue(explained.contains("\"mutability\" : \"live\""), explained);
    assertTrue(explained.contains("\"path\" : \"memory.max\""), explained);
  }

  @Test
  void helpAndVersionAreUnderstoodAsElsewhere() {
    assertEquals(CliRun.of("--help").out(), CliRun.of("help").out());
    assertEquals(CliRun.of("apply", "--help").out(), CliRun.of("help", "apply").out());
    assertEquals(CliRun.of("version").out(), CliRun.of("--version").out());
    assertEquals(2, CliRun.of("help", "aply").status());
  }

  @Test
  void explainTakesAListsFieldWithoutBrackets() {
    CliRun run = CliRun.of("explain", "container.process.rlimits.type");

    assertEquals(CliRun.of("explain", "container.process.rlimits[].type").out(), run.out());
    assertEquals(0, run.status());
  }

  @Test
  void helpListsEveryVerb() {
    CliRun run = CliRun.of("--help");

    assertEquals(0, run.status());
    Verbs.names().forEach(verb -> assertTrue(run.out().contains("\n  " + verb + " "), verb));
  }

  /** It is another one where systemd owns the tree. */
  @Test
  void helpNamesTheCgroupRootOfThisHost() {
    String help = CliRun.of("apply", "--help").out();
    assertTrue(help.contains("(default " + SystemdHost.cgroupRoot() + ")"), help);
  }

  @Test
  void withoutAVerbTheHelpIsAnError() {
    CliRun run = CliRun.of();

    assertEquals(2, run.status());
    assertEquals("", run.out());
    assertTrue(run.err().startsWith("Keeps the containers"), run.err());
  }

  @Test
  void aVerbsHelpListsItsOptionsAndTheGlobalOnes() {
    CliRun run = CliRun.of("completion", "--help");

    assertEquals(0, run.status());
    assertTrue(run.out().contains("SHELL"), run.out());
    assertTrue(run.out().contains("--cgroup-root=PATH"), run.out());
  }
}
