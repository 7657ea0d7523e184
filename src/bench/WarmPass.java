import dev.reconcile.diff.DiffRequest;
import dev.reconcile.engine.Environment;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.manifest.ManifestReader;
import dev.reconcile.manifest.Origin;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.manifest.YamlReader;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Owner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * Passes of the engine over groups that are as they should be, in one warm process, in turn with
 * passes of the C program over the same files.
 *
 * <p>{@code WarmPass MANIFEST N ROUNDS PASSES GROUPS HOME} prints {@code N ROUND STARTER pass N
 * MICROSECONDS}, the median of a round's passes. Directories come from the environment, as the
 * program's do.
 */
final class WarmPass {
  private static final int WARM_UP = 40;

  private WarmPass() {}

  public static void main(String... args) throws IOException, InterruptedException {
    int count = Integer.parseInt(args[1]);
    int rounds = Integer.parseInt(args[2]);
    int passes = Integer.parseInt(args[3]);
    Scope scope = scope(Path.of(args[0]));
    try (Reconciler engine = Reconciler.lasting(environment(Path.of(args[5])))) {
      timed(engine, scope, WARM_UP);
      for (int round = 1; round <= rounds; round++) {
        // The first pass of the C program warms the kernel's caches.
        long[] floor = floor(args[4], "read", "" + count, "" + (passes + 1));
        print(count, round, "best", "pass", Arrays.copyOfRange(floor, 1, floor.length));
        print(count, round, "ours", "pass", timed(engine, scope, passes));
      }
    }
  }

  static Environment environment(Path home) {
    return new Environment(
        Path.of(System.getenv("RECONCILE_STATE_DIR")),
        Path.of(System.getenv("RECONCILE_RUN_DIR")),
        System.getenv("RECONCILE_CGROUP_ROOT"),
        home,
        Duration.ofSeconds(30));
  }

  static Scope scope(Path manifest) throws IOException {
    Origin origin = new Origin(manifest.toString(), manifest.getParent(), null, null);
    ParseResult read = ManifestReader.read(YamlReader.read(origin, Files.readAllBytes(manifest)));
    if (!read.errors().isEmpty()) {
      throw new IllegalStateException(read.errors().toString());
    }
    DesiredState desired = read.desired();
    return new Scope(
        desired,
        Set.of(),
        Owner.applySet("default"),
        DiffRequest.Options.NONE,
        Long.MAX_VALUE,
        false,
        Duration.ZERO,
        null);
  }

  private static long[] timed(Reconciler engine, Scope scope, int passes) throws IOException {
    long[] elapsed = new long[passes];
    for (int pass = 0; pass < passes; pass++) {
      long begin = System.nanoTime();
      Report report = engine.reconcile(scope);
      elapsed[pass] = (System.nanoTime() - begin) / 1000;
      if (!report.succeeded() || !report.firstPlan().isEmpty()) {
        throw new IllegalStateException("a pass found something to do: " + report.firstPlan());
      }
    }
    return elapsed;
  }

  /** Runs the C program, and returns the microseconds that it prints. */
  static long[] floor(String... command) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    List<String> lines = process.inputReader().lines().toList();
    if (process.waitFor() != 0) {
      throw new IOException(
          String.join(" ", command) + " ended with status " + process.exitValue());
    }
    return lines.stream().mapToLong(Long::parseLong).toArray();
  }

  /** One line, with the median. */
  static void print(int count, int round, String starter, String step, long... elapsed) {
    Arrays.sort(elapsed);
    long median = elapsed[elapsed.length / 2];
    System.out.println(
        String.join(" ", count + "", round + "", starter, step, count + "", median + ""));
  }
}
