package dev.reconcile;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The installed directory itself: wherever it lies, whatever else the host has. */
@RealKernel
class DistributionE2eTest {

  private static final Path HOME = Path.of(System.getProperty("reconcile.home"));

  @TempDir Path temp;

  @Test
  void runsThroughLinksWithNoJavaInSight() throws Exception {
    Path link = Files.createSymbolicLink(temp.resolve("link"), HOME.resolve("bin/reconcile"));
    Path linkToLink = Files.createSymbolicLink(temp.resolve("link to link"), link);

    assertPrintsItsVersion(run(linkToLink.toString(), "version"));
  }

  @Test
  void runsFromItsOwnDirectoryByItsBareName() throws Exception {
    assertPrintsItsVersion(run("sh", "-c", "cd '" + HOME + "/bin' && sh reconcile version"));
  }

  @Test
  void runsFromReadOnlyFileSystem() throws Exception {
    String script =
        "mount --bind '%s' /mnt && mount -o remount,bind,ro /mnt && ! touch /mnt/x"
            + " && mount -t tmpfs -o ro tmpfs /tmp && /mnt/bin/reconcile version";

    assertPrintsItsVersion(run("unshare", "--mount", "sh", "-c", script.formatted(HOME)));
  }

  @Test
  void saysNothingAboutClassCacheThatDoesNotFit() throws Exception {
    Path copy = temp.resolve("copy");
    assertEquals(0, run("cp", "-a", HOME.toString(), copy.toString()).status());
    Files.setLastModifiedTime(copy.resolve("lib/reconcile.jar"), FileTime.fromMillis(0));

    assertPrintsItsVersion(run(copy.resolve("bin/reconcile").toString(), "version"));
  }

  @Test
  void readsFilesWithUtf8NamesInTheCLocale() throws Exception {
    String script =
        "name='%s'/$(printf 'w\\303\\244b.yaml'); printf '%%s' '%s' > \"$name\";"
            + " exec env -i LC_ALL=C PATH=\"$PATH\" '%s' validate -f \"$name\"";
    String cgroup = "{apiVersion: reconcile.dev/v1, kind: Cgroup, metadata: {name: a}, spec: {}}";

    Outcome outcome =
        run("sh", "-c", script.formatted(temp, cgroup, HOME.resolve("bin/reconcile")));

    assertEquals("1 object is valid\n", outcome.out());
  }

  /** All its classes are in the cache; a class that is in none of the jars is looked for in all. */
  @Test
  void opensNoLibraryToPrintItsVersion() throws Exception {
    assumeTrue(run("sh", "-c", "command -v strace").status() == 0, "no strace here");
    Path log = temp.resolve("strace.log");
    String program = HOME.resolve("bin/reconcile").toString();

    assertPrintsItsVersion(
        run(
            "strace",
            "-f",
            "-qq",
            "-e",
            "trace=open,openat",
            "-o",
            log.toString(),
            program,
            "version"));

    List<String> jars =
        Files.readAllLines(log).stream().filter(call -> call.contains(".jar\"")).toList();
    assertEquals(
        List.of(), jars.stream().filter(call -> !call.contains("/reconcile.jar")).toList());
    assertFalse(jars.isEmpty());
  }

  @Test
  void exitStatusIsTheProgramsOwn() throws Exception {
    assertEquals(2, run(HOME.resolve("bin/reconcile").toString(), "no-such-verb").status());
  }

  @Test
  void unitsAreWhatSystemdAccepts() throws Exception {
    assumeTrue(
        run("sh", "-c", "command -v systemd-analyze").status() == 0, "no systemd-analyze here");
    List<String> command = new ArrayList<>(List.of("systemd-analyze", "verify"));
    try (DirectoryStream<Path> units = Files.newDirectoryStream(HOME.resolve("systemd"))) {
      for (Path unit : units) {
        String text = Files.readString(unit).replace("/opt/reconcile", HOME.toString());
        command.add(Files.writeString(temp.resolve(unit.getFileName()), text).toString());
      }
    }

    Outcome outcome = run(command.toArray(String[]::new));

    assertEquals(0, outcome.status(), outcome::err);
    assertEquals("", outcome.err());
  }

  private static void assertPrintsItsVersion(Outcome outcome) {
    assertEquals(0, outcome.status(), outcome::err);
    assertTrue(outcome.out().matches("reconcile \\S+\\n"), outcome::out);
  }

  private record Outcome(int status, String out, String err) {}

  private Outcome run(String... command) throws IOException, InterruptedException {
    Path out = Files.createTempFile(temp, "out", "");
    Path err = Files.createTempFile(temp, "err", "");
    ProcessBuilder builder = new ProcessBuilder(List.of(command));
    builder.environment().clear();
    builder.environment().put("PATH", "/usr/bin:/bin:/usr/sbin:/sbin");
    int status = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start().waitFor();
    return new Outcome(status, Files.readString(out), Files.readString(err));
  }
}
