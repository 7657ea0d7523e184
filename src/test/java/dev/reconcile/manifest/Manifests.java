package dev.reconcile.manifest;

import dev.reconcile.model.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** Manifests from text, for tests. */
final class Manifests {
  static final Origin ORIGIN = new Origin("test.yaml", Path.of("/srv"), null, null);

  private Manifests() {}

  static ParseResult read(String yaml) {
    return read(yaml.getBytes(StandardCharsets.UTF_8));
  }

  static ParseResult read(byte[] yaml) {
    return ManifestReader.read(YamlReader.read(ORIGIN, yaml));
  }

  static List<String> errors(String yaml) {
    return read(yaml).errors().stream().map(Diagnostic::toString).toList();
  }

  static Resource only(String yaml) {
    ParseResult result = read(yaml);
    if (!result.errors().isEmpty() || result.desired().resources().size() != 1) {
      throw new AssertionError("expected one object, got " + result);
    }
    return result.desired().resources().firstEntry().getValue();
  }

  /** A Container with these lines in its spec, in flow style. */
  static String container(String fields) {
    return "apiVersion: reconcile.dev/v1\n"
        + "kind: Container\n"
        + "metadata: {name: web}\n"
        + "spec: {process: {args: [a]}, "
        + fields
        + "}\n";
  }

  static String cgroup(String name, String spec) {
    return "---\napiVersion: reconcile.dev/v1\nkind: Cgroup\nmetadata: {name: "
        + name
        + "}\nspec: "
        + spec
        + "\n";
  }
}
