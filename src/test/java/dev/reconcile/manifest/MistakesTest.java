package dev.reconcile.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every message for files full of mistakes, as people see it. */
class MistakesTest {
  private static final Path MANIFESTS = Path.of("src/test/resources/manifests");

  @ParameterizedTest
  @ValueSource(strings = {"container", "others", "yaml", "ten-mistakes"})
  void everyMistakeIsNamedWithItsPlace(String name) throws IOException {
    ParseResult result = read(name);
    String text =
        Stream.concat(
                result.errors().stream().map(Diagnostic::toString),
                result.warnings().stream().map(warning -> "warning: " + warning))
            .collect(Collectors.joining("\n", "", "\n"));
    Golden.assertMatches(MANIFESTS.resolve(name + ".expected"), text);
  }

  @Test
  void tenMistakesInTwoDocumentsAreTenMessages() throws IOException {
    ParseResult result = read("ten-mistakes");
    assertEquals(2, result.documents());
    assertEquals(10, result.errors().size());
    assertEquals(10, result.errors().stream().map(Diagnostic::line).distinct().count());
    assertEquals(List.copyOf(result.errors()), result.errors().stream().sorted().toList());
  }

  private static ParseResult read(String name) throws IOException {
    byte[] content = Files.readAllBytes(MANIFESTS.resolve(name + ".yaml"));
    Origin origin = new Origin(name + ".yaml", Path.of("/srv"), null, null);
    return ManifestReader.read(YamlReader.read(origin, content));
  }
}
