package dev.reconcile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.DesiredState;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import dev.reconcile.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whole plans, as text that people review. {@code NAME.before.yaml}, where there is one, has been
 * applied; then {@code NAME.yaml} is, round by round; {@code NAME.HOST.txt} is what was planned.
 */
final class GoldenPlansTest {
  private static final Path PLANS = Path.of("src/test/resources/plans");
  private static final DiffRequest.Options PRUNE =
      new DiffRequest.Options(true, false, false, false);

  /** What happens to a host on which {@code NAME.before.yaml} holds. */
  private interface Event {
    void happen(ModelRun run, DesiredState input);
  }

  private static final Event APPLY = ModelRun::apply;
  private static final Event APPLY_PRUNING = (run, input) -> run.converge(input, Set.of(), PRUNE);
  private static final Event LOSE_THE_MONITOR =
      (run, input) -> {
        run.apply(input);
        run.host.running("web").monitor = 0;
        run.apply(input);
      };
  private static final Event DELETE =
      (run, input) -> {
        run.apply(input);
        run.converge(DesiredState.EMPTY, input.resources().keySet(), DiffRequest.Options.NONE);
      };

  static Stream<Arguments> cases() {
    return Stream.of(
            arguments("the quickstart is made from the top down", "quickstart", APPLY),
            arguments("a changed limit is one write", "a-changed-limit", APPLY),
            arguments("a parent narrows, its child first", "a-parent-narrows", APPLY),
            arguments("changed arguments take a new container", "changed-arguments", APPLY),
            arguments("pruning waits for everything else", "pruning", APPLY_PRUNING),
            arguments(
                "a dead monitor is replaced, its process stays",
                "a-dead-monitor",
                LOSE_THE_MONITOR),
            arguments("what is depended on starts first", "a-chain", APPLY),
            arguments("a hierarchy is mounted before its groups", "a-hierarchy", APPLY),
            arguments("and unmounted after them", "a-hierarchy-goes", APPLY_PRUNING),
            arguments("other controllers take another mount", "other-controllers", APPLY),
            arguments("deletion goes from the bottom up", "deletion", DELETE))
        .flatMap(List::stream);
  }

  private static List<Arguments> arguments(String sentence, String name, Event event) {
    return List.of(
        Arguments.of(sentence, name, "v2", Objects.unified(), event),
        Arguments.of(sentence, name, "hybrid", Objects.hybrid(), event));
  }

  @ParameterizedTest(name = "{0} on {2}")
  @MethodSource("cases")
  void plans(String sentence, String name, String host, CgroupHost hierarchies, Event event)
      throws IOException {
    ModelRun run = new ModelRun(new ModelHost(hierarchies));
    Path before = PLANS.resolve(name + ".before.yaml");
    if (Files.exists(before)) {
      run.apply(read(before));
    }
    event.happen(run, read(input(name)));
    assertEquals(List.of(), run.host.refused, sentence);
    Golden.assertMatches(PLANS.resolve(name + "." + host + ".txt"), draw(run.plans));
  }

  private static Path input(String name) {
    Path input = PLANS.resolve(name + ".yaml");
    return Files.exists(input) ? input : Path.of("examples", name, name + ".yaml");
  }

  private static DesiredState read(Path file) throws IOException {
    Path directory = java.util.Objects.requireNonNull(file.toAbsolutePath().getParent());
    SourceFile source =
        new SourceFile(
            file.getFileName().toString(), directory, null, Files.readAllBytes(file), null);
    ParseResult result = Renderer.read(List.of(source));
    assertEquals(List.of(), result.errors());
    return result.desired();
  }

  private static String draw(List<Plan> rounds) {
    StringBuilder text = new StringBuilder();
    for (Plan plan : rounds) {
      text.append(text.isEmpty() ? "" : "\nwhen that is done:\n\n").append(Plans.draw(plan));
    }
    return text.toString();
  }
}
