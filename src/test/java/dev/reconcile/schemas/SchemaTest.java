package dev.reconcile.schemas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.SourceFile;
import dev.reconcile.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** The schema is what the field table says, and says the same as the reader. */
class SchemaTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Schema SCHEMA =
      SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_7)
          .getSchema(SchemaGenerator.manifest());

  @Test
  void committedSchemaIsGenerated() throws IOException {
    String text =
        JSON.writerWithDefaultPrettyPrinter().writeValueAsString(SchemaGenerator.manifest()) + "\n";
    Golden.assertMatches(Path.of("schemas/v1/reconcile.json"), text);
  }

  @ParameterizedTest
  @MethodSource
  void good(Path file) throws IOException {
    ParseResult result = read(file);
    assertEquals(List.of(), result.errors());
    assertTrue(result.documents() > 0);
    for (JsonNode document : documents(file)) {
      assertEquals(List.of(), SCHEMA.validate(document).stream().map(Error::toString).toList());
    }
  }

  static Stream<Path> good() throws IOException {
    return files("good");
  }

  @ParameterizedTest
  @MethodSource
  void bad(Path file) throws IOException {
    assertFalse(read(file).errors().isEmpty(), "the reader takes it");
    for (JsonNode document : documents(file)) {
      assertFalse(SCHEMA.validate(document).isEmpty(), "the schema takes it");
    }
  }

  static Stream<Path> bad() throws IOException {
    return files("bad");
  }

  private static Stream<Path> files(String kind) throws IOException {
    try (Stream<Path> files = Files.list(Path.of("schemas/test", kind))) {
      return files.sorted().toList().stream();
    }
  }

  private static ParseResult read(Path file) throws IOException {
    byte[] content = Files.readAllBytes(file);
    String name = String.valueOf(file.getFileName());
    return Renderer.read(List.of(new SourceFile(name, Path.of("/srv"), null, content, null)));
  }

  /** As an editor reads it: numbers, booleans and dates by YAML's rules. */
  private static List<JsonNode> documents(Path file) throws IOException {
    Yaml yaml = new Yaml(new SafeConstructor(new LoaderOptions()));
    List<JsonNode> documents = new ArrayList<>();
    for (Object document : yaml.loadAll(Files.readString(file).replace('\t', ' '))) {
      documents.add(JSON.valueToTree(document));
    }
    return documents;
  }
}
