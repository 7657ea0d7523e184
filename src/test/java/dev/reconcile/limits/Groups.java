package dev.reconcile.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.diff.DiffRequest;
import dev.reconcile.engine.Environment;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import dev.reconcile.manifest.ManifestReader;
import dev.reconcile.manifest.Origin;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.manifest.YamlReader;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Owner;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A cgroup root and a state directory of a test's own, and the engine on them. */
final class Groups implements AutoCloseable {
  private static final Owner OWNER = Owner.applySet("default");

  private final String root = "/reconcile-limits-" + ProcessHandle.current().pid();
  private final Reconciler engine;
  final CgroupHost host;

  Groups(Path directory) throws IOException {
    Path home = home(directory);
    engine =
        new Reconciler(
            new Environment(
                directory.resolve("state"),
                directory.resolve("run"),
                root,
                home,
                Duration.ofSeconds(30)));
    host = engine.kernel().cgroups().host();
  }

  /** An installation with nothing but the helper in it. */
  private static Path home(Path directory) throws IOException {
    Path helper = Path.of("native/build/reconcile-helper").toAbsolutePath();
    assumeTrue(Files.isExecutable(helper), "requires the helper: make -C native");
    Path home = directory.resolve("home");
    Path link = home.resolve("libexec/reconcile-helper");
    if (!Files.exists(link)) {
      Files.createDirectories(link.getParent());
      Files.createSymbolicLink(link, helper);
    }
    return home;
  }

  /** Makes the host as these manifests say. */
  Report apply(String yaml) throws IOException {
    return reconcile(desired(yaml), Set.of());
  }

  static DesiredState desired(String yaml) {
    Origin origin = new Origin("test.yaml", Path.of("/srv"), null, null);
    ParseResult read =
        ManifestReader.read(YamlReader.read(origin, yaml.getBytes(StandardCharsets.UTF_8)));
    assertEquals(List.of(), read.errors(), yaml);
    return read.desired();
  }

  private Report reconcile(DesiredState desired, Set<dev.reconcile.model.ResourceId> delete)
      throws IOException {
    return engine.reconcile(
        new Scope(
            desired,
            delete,
            OWNER,
            DiffRequest.Options.NONE,
            Long.MAX_VALUE,
            false,
            Duration.ZERO,
            null));
  }

  /** A Cgroup with a spec in flow style. */
  static String cgroup(String name, String spec) {
    return "---\napiVersion: reconcile.dev/v1\nkind: Cgroup\nmetadata: {name: "
        + name
        + "}\nspec: "
        + spec
        + "\n";
  }

  /** What {@code cat} says; null when there is no such file. */
  @Nullable String cat(Hierarchy hierarchy, String group, String file) {
    Reading<String> text = engine.kernel().cgroups().read(hierarchy, path(group), file);
    return text.orNull();
  }

  /** What {@code echo} does. */
  void echo(Hierarchy hierarchy, String group, String file, String text) throws IOException {
    engine.kernel().cgroups().write(hierarchy, path(group), file, text);
  }

  private String path(String group) {
    return group.startsWith("/") ? group : root + "/" + group;
  }

  /** Deletes everything; what is left then is a leak. */
  @Override
  public void close() throws IOException {
    reconcile(DesiredState.EMPTY, engine.inventory().entries().keySet());
    for (Hierarchy hierarchy : host.hierarchies()) {
      assertEquals(
          false, engine.kernel().cgroups().exists(hierarchy, root), hierarchy.id() + ":" + root);
    }
    engine.close();
  }
}
