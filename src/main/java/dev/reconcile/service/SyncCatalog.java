package dev.reconcile.service;

import dev.reconcile.manifest.Diagnostic;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Sync;
import dev.reconcile.render.Renderer;
import dev.reconcile.sources.Snapshot;
import dev.reconcile.sources.SourceReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which Syncs there are: those of the configuration, and those that were applied. */
public final class SyncCatalog {
  private static final Logger LOG = LoggerFactory.getLogger(SyncCatalog.class);

  private final Path config;
  private final Engine engine;

  /**
   * @param config a file or a directory of manifests
   */
  public SyncCatalog(Path config, Engine engine) {
    this.config = config;
    this.engine = engine;
  }

  /**
   * All of them by name. The configuration wins over an applied one of the same name.
   *
   * @throws IOException with every error of the configuration, a line each
   */
  public SortedMap<String, Sync> read() throws IOException {
    SortedMap<String, Sync> syncs = new TreeMap<>();
    for (Inventory.Entry entry : engine.inventory().entries().values()) {
      if (entry.newest() instanceof Sync sync && !entry.deleting()) {
        syncs.put(sync.metadata().name(), sync);
      }
    }
    for (Resource resource : configured().desired().resources().values()) {
      if (resource instanceof Sync sync) {
        syncs.put(sync.metadata().name(), sync);
      } else {
        LOG.warn(
            "{}: {} is not a Sync and is left alone; use apply", resource.source(), resource.id());
      }
    }
    return syncs;
  }

  private ParseResult configured() throws IOException {
    Path root = Path.of("").toAbsolutePath();
    Snapshot snapshot =
        SourceReader.read(List.of(config.toString()), false, root, InputStream.nullInputStream());
    ParseResult result = Renderer.read(snapshot.files());
    if (!result.errors().isEmpty()) {
      List<String> lines = result.errors().stream().map(Diagnostic::toString).toList();
      throw new IOException(String.join("\n", lines));
    }
    return result;
  }
}
