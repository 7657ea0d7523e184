package dev.reconcile.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** In which order keys, documents and files come makes no difference. */
class OrderProps {
  private static final List<String> DOCUMENTS =
      List.of(
          "kind: Cgroup|metadata: {name: app}|apiVersion: reconcile.dev/v1|spec: {pids: {max: 5},"
              + " memory: {max: 1Mi, low: 0}}",
          "kind: Rootfs|metadata: {name: base}|apiVersion: reconcile.dev/v1|spec: {layers:"
              + " [{directory: /}], writable: {type: tmpfs, size: 1Mi}}",
          "kind: Container|metadata: {name: web, labels: {a: b}}|apiVersion: reconcile.dev/v1|spec:"
              + " {rootfs: base, cgroup: app, process: {args: [a]}, hostname: x}",
          "kind: Sync|metadata: {name: s}|apiVersion: reconcile.dev/v1|spec: {directory: .,"
              + " interval: 60s}");

  @Property(tries = 200)
  void makesNoDifference(@ForAll Random random) {
    assertEquals(specs(shuffled(new Random(0))), specs(shuffled(random)));
  }

  @Property(tries = 50)
  void canonicalSpecsStay(@ForAll Random random) {
    specs(shuffled(random)).forEach((id, spec) -> assertEquals(spec, Canonical.of(kind(id), spec)));
  }

  private static Kind kind(String id) {
    Kind kind = Kind.parse(id.substring(0, id.indexOf('/')));
    if (kind == null) {
      throw new AssertionError(id);
    }
    return kind;
  }

  private static YamlDocuments shuffled(Random random) {
    List<DocumentText> documents = new ArrayList<>();
    List<String> order = new ArrayList<>(DOCUMENTS);
    Collections.shuffle(order, random);
    String file = "";
    for (int i = 0; i < order.size(); i++) {
      List<String> lines = new ArrayList<>(List.of(order.get(i).split("\\|")));
      Collections.shuffle(lines, random);
      file += "---\n" + String.join("\n", lines) + "\n";
      if (random.nextBoolean() || i == order.size() - 1) {
        documents.addAll(read("f" + i, file));
        file = "";
      }
    }
    return new YamlDocuments(documents, List.of(), 0);
  }

  private static List<DocumentText> read(String name, String text) {
    Origin origin = new Origin(name, Path.of("/srv"), null, null);
    return YamlReader.read(origin, text.getBytes(StandardCharsets.UTF_8)).texts();
  }

  private static SortedMap<String, Dict> specs(YamlDocuments documents) {
    ParseResult result = ManifestReader.read(documents);
    assertEquals(List.of(), result.errors());
    SortedMap<String, Dict> specs = new TreeMap<>();
    for (Resource resource : result.desired().resources().values()) {
      // Where a document stands is all that may differ.
      Resource moved =
          Resource.of(resource.kind(), resource.metadata(), SourceRef.NONE, resource.spec());
      specs.put(moved.id().toString(), moved.spec());
    }
    assertEquals(DOCUMENTS.size(), specs.size());
    return specs;
  }
}
