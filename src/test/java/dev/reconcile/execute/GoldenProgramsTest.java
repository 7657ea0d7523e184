package dev.reconcile.execute;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.Container;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.RootfsResolver;
import dev.reconcile.plan.Objects;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import dev.reconcile.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Container programs as text that people review: what {@code NAME.yaml} compiles to on a host is
 * {@code NAME.HOST.txt}, an instruction a line; docs/helper-protocol.md says what each does.
 */
final class GoldenProgramsTest {
  private static final Path PROGRAMS = Path.of("src/test/resources/programs");

  static Stream<Arguments> cases() {
    return Stream.of(
        on("v2", Objects.unified(), "default"),
        on("hybrid", Objects.hybrid(), "default"),
        on("v2", Objects.unified(), "without-rootfs"),
        on("hybrid", Objects.hybrid(), "without-rootfs"),
        on("hybrid", Objects.hybrid(), "host-namespaces"),
        on("v2", Objects.unified(), "writable-none"),
        on("v2", Objects.unified(), "writable-tmpfs"),
        on("v2", Objects.unified(), "writable-persistent"),
        on("v2", Objects.unified(), "whole-host-as-layer"));
  }

  private static Arguments on(String host, CgroupHost hierarchies, String name) {
    return Arguments.of(name, host, hierarchies);
  }

  @ParameterizedTest(name = "{0} on {1}")
  @MethodSource("cases")
  void programs(String name, String host, CgroupHost hierarchies) throws IOException {
    ProgramContext context =
        new ProgramContext(
            hierarchies,
            Path.of("/var/lib/reconcile"),
            Path.of("/run/reconcile"),
            List.of("SYS_RESOURCE"),
            true);
    List<List<String>> program =
        ContainerProgram.compile(read(PROGRAMS.resolve(name + ".yaml")), "/reconcile/web", context);
    Golden.assertMatches(PROGRAMS.resolve(name + "." + host + ".txt"), draw(program));
  }

  private static Container read(Path file) throws IOException {
    SourceFile source =
        new SourceFile(
            file.toString(), Path.of("/etc/programs"), null, Files.readAllBytes(file), null);
    ParseResult result = Renderer.read(List.of(source));
    assertEquals(List.of(), result.errors());
    DesiredState desired = result.desired();
    RootfsResolver rootfs = new RootfsResolver(desired, new Inventory(0, "", new TreeMap<>()));
    Resource web = desired.resources().get(new ResourceId(Kind.CONTAINER, "web"));
    return requireNonNull(rootfs.effective((Container) requireNonNull(web)));
  }

  private static String draw(List<List<String>> program) {
    StringBuilder text = new StringBuilder();
    for (List<String> instruction : program) {
      String line = String.join(" ", instruction.stream().map(GoldenProgramsTest::quote).toList());
      text.append(line).append('\n');
    }
    return text.toString();
  }

  private static String quote(String word) {
    return word.isEmpty() || word.contains(" ") ? '"' + word + '"' : word;
  }
}
