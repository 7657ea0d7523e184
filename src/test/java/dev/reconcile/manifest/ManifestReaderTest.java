package dev.reconcile.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Container;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestReaderTest {
  @Test
  void theFieldDecidesTheTypeNotYaml() {
    Container container =
        assertInstanceOf(
            Container.class,
            Manifests.only(
                """
                apiVersion: reconcile.dev/v1
                kind: Container
                metadata: {name: no}
                spec:
                  process:
                    args: [on, 22:22, 1e3, 0644, 2024-01-01, ~, null, "", 0x10]
                    env: {A: no, B: 010, C: 1_000}
                    umask: 022
                """));
    assertEquals("no", container.metadata().name());
    assertEquals(
        List.of("on", "22:22", "1e3", "0644", "2024-01-01", "~", "null", "", "0x10"),
        container.process().args());
    assertEquals("{A=no, B=010, C=1_000}", container.process().env().toString());
    assertEquals(022, container.process().umask());
  }

  /** So many that several threads read them. */
  @Test
  void manyDocumentsAreReadAsFewAre() {
    StringBuilder yaml = new StringBuilder();
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < 700; i++) {
      boolean wrong = i % 100 == 99;
      yaml.append(Manifests.cgroup("g" + i, wrong ? "{pids: {max: many}}" : "{pids: {max: 7}}"));
      if (wrong) {
        expected.add("cgroup/g" + i + ": spec.pids.max");
      }
    }
    List<Thread> begun = new ArrayList<>();
    YamlDocuments documents =
        YamlReader.read(Manifests.ORIGIN, yaml.toString().getBytes(StandardCharsets.UTF_8));
    ParseResult result = ManifestReader.read(documents, () -> begun.add(Thread.currentThread()));
    assertEquals(expected, result.errors().stream().map(Diagnostic::path).toList());
    assertEquals(5 * 100, result.errors().getFirst().line());
    assertEquals(List.of(Thread.currentThread()), begun);
  }

  @Test
  void relativePathsAreRelativeToTheFile() {
    Container container =
        assertInstanceOf(
            Container.class,
            Manifests.only(
                Manifests.container(
                    "mounts: [{target: /a, source: ./b/../é}, {target: /c, source: /d}]")));
    assertEquals("/srv/é", container.mounts().getFirst().source());
    assertEquals("/d", container.mounts().getLast().source());
  }

  @Test
  void noRelativePathLeavesTheCheckout() {
    Origin origin = new Origin("a.yaml", Path.of("/repo/hosts"), Path.of("/repo"), "c0ffee");
    byte[] yaml =
        Manifests.container(
                "mounts: [{target: /a, source: ../x}, {target: /b, source: ../../repo2}, {target:"
                    + " /c, source: /y}]")
            .getBytes(StandardCharsets.UTF_8);
    ParseResult result = ManifestReader.read(YamlReader.read(origin, yaml));
    assertEquals(1, result.errors().size());
    assertTrue(result.errors().getFirst().message().contains("leaves it"));
    assertEquals("container/web: spec.mounts[1].source", result.errors().getFirst().path());
  }

  @Test
  void jsonIsRead() {
    String json =
        "{\"apiVersion\":\"reconcile.dev/v1\",\"kind\":\"Cgroup\",\"metadata\":{\"name\":\"a\"},"
            + "\"spec\":{\"raw\":{\"a.b\":\"\\u00e9\\/\\n\\ud83d\\ude00\"},\"pids\":{\"max\":5}}}";
    assertEquals("é/\n😀", Manifests.only(json).spec().textMap("raw").get("a.b"));
  }

  @Test
  void emptyDocumentsAreSkipped() {
    ParseResult result =
        Manifests.read(
            "---\n---\n# nothing\n---\n~\n" + Manifests.cgroup("a", "{}") + "...\n---\n");
    assertEquals(1, result.documents());
    assertEquals(List.of(), result.errors());
    assertEquals(0, Manifests.read("").documents());
  }

  @Test
  void aDocumentMarkerInsideOfABlockIsIndented() {
    String yaml =
        "apiVersion: reconcile.dev/v1\n"
            + "kind: Rootfs\n"
            + "metadata: {name: a}\n"
            + "spec:\n"
            + "  layers: [{directory: /}]\n"
            + "  initLayer:\n"
            + "    files:\n"
            + "    - path: /x\n"
            + "      content: |\n"
            + "        ---\n"
            + "        a: b\n"
            + "        ...\n";
    assertTrue(Manifests.only(yaml).spec().toString().contains("---\na: b\n...\n"));
  }

  @Test
  void aMisspeltRequiredFieldIsOneMistake() {
    assertEquals(
        List.of(
            "test.yaml:4:18: container/web: spec.process.arg: unknown field 'arg'; did you mean"
                + " 'args'?"),
        Manifests.errors(Manifests.container("hostname: a").replace("args:", "arg:")));
  }

  @Test
  void duplicateObjectsNameTheFirst() {
    List<String> errors =
        Manifests.errors(Manifests.cgroup("a", "{}") + Manifests.cgroup("a", "{}"));
    assertEquals(
        List.of(
            "test.yaml:7:1: cgroup/a: duplicate object, first at test.yaml:2:1; rename or remove"
                + " one of them"),
        errors);
  }

  @Test
  void aCircleNamesItsEdges() {
    List<String> errors =
        Manifests.errors(
            Manifests.cgroup("a", "{parent: b}")
                + Manifests.cgroup("b", "{parent: c}")
                + Manifests.cgroup("c", "{parent: a}"));
    assertEquals(
        List.of(
            "test.yaml:15:8: cgroup/c: spec.parent: objects that need each other:"
                + " cgroup/a → cgroup/b → cgroup/c → cgroup/a; remove one of these references"),
        errors);
  }

  @Test
  void aTargetThatIsNotInTheInputIsAWarning() {
    ParseResult result = Manifests.read(Manifests.container("cgroup: app"));
    assertEquals(List.of(), result.errors());
    assertEquals(1, result.warnings().size());
    assertEquals("container/web: spec.cgroup", result.warnings().getFirst().path());
  }

  @Test
  void aDeletionNeedsKindAndNameOnly() {
    Identities identities =
        ManifestReader.readIdentities(
            YamlReader.read(
                Manifests.ORIGIN,
                Manifests.container("nonsense: true").getBytes(StandardCharsets.UTF_8)),
            () -> {});
    assertEquals(List.of(), identities.errors());
    assertEquals(List.of(new ResourceId(Kind.CONTAINER, "web")), identities.ids());
  }
}
