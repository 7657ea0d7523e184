package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What `get -o yaml` and `get -o json` print can be applied again, and means the same. */
class RoundTripTest {
  @ParameterizedTest
  @MethodSource
  void whatIsWrittenIsReadAsTheSame(Path file) throws IOException {
    ParseResult read = read("a.yaml", Files.readString(file));
    assertFalse(read.desired().resources().isEmpty());
    for (Resource resource : read.desired().resources().values()) {
      Dict manifest = manifest(resource);
      assertEquals(resource.spec(), only(read("b.yaml", YamlText.of(manifest))).spec());
      assertEquals(resource.spec(), only(read("b.json", DataWriter.json(manifest))).spec());
    }
  }

  static Stream<Path> whatIsWrittenIsReadAsTheSame() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("schemas/test/good"))) {
      return files.sorted().toList().stream();
    }
  }

  private static Dict manifest(Resource resource) {
    return Dict.EMPTY
        .with("apiVersion", new Text("reconcile.dev/v1"))
        .with("kind", new Text(resource.kind().manifestName()))
        .with("metadata", Dict.EMPTY.with("name", new Text(resource.metadata().name())))
        .with("spec", resource.spec());
  }

  private static Resource only(ParseResult result) {
    assertEquals(List.of(), result.errors());
    assertEquals(1, result.desired().resources().size());
    return result.desired().resources().firstEntry().getValue();
  }

  private static ParseResult read(String name, String text) {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    return Renderer.read(List.of(new SourceFile(name, Path.of("/srv"), null, content, null)));
  }
}
