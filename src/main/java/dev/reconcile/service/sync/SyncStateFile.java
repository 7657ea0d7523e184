package dev.reconcile.service.sync;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import dev.reconcile.model.Sync;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Text;
import dev.reconcile.store.DurableFile;
import dev.reconcile.store.ValueJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code <state-dir>/sync/NAME.json}: spec and status of a Sync, durable, for the next service and
 * for {@code get} and {@code describe}.
 *
 * <pre>
 * {"format":1, "spec":{…}, "status":{"conditions":[{"type":"Ready", …}], "lastAppliedRevision":…,
 *   "lastAttemptedRevision":…, "nextRun":…}, "good":{"tree":"tree-…", …}}
 * </pre>
 */
public final class SyncStateFile {
  private static final long FORMAT = 1;
  private static final JsonFactory JSON = new JsonFactory();

  private final Path path;
  private final DurableFile file;

  private SyncStateFile(Path path) {
    this.path = path;
    this.file = DurableFile.at(path);
  }

  /** The file of the Sync of this name. */
  public static SyncStateFile of(Path stateDir, String name) {
    return new SyncStateFile(stateDir.resolve("sync").resolve(name + ".json"));
  }

  /** The directory for what is fetched for the Sync of this name. */
  public static Path home(Path stateDir, String name) {
    return stateDir.resolve("sync").resolve(name);
  }

  /**
   * The state; null when there is none yet.
   *
   * @throws IOException when it is damaged or of a newer format
   */
  public @Nullable SyncState read() throws IOException {
    Dict root = root();
    return root == null ? null : SyncStateCodec.decode(root);
  }

  /** The {@code status} as shown to people; empty before the first pass. */
  public Dict status() throws IOException {
    Dict root = root();
    return root == null ? Dict.EMPTY : root.dict("status");
  }

  /** The spec as the service had it last; empty before the first pass. */
  public Dict spec() throws IOException {
    Dict root = root();
    return root == null ? Dict.EMPTY : root.dict("spec");
  }

  /** Names of the Syncs that a service has followed in this state directory, sorted. */
  public static List<String> names(Path stateDir) throws IOException {
    List<String> names = new ArrayList<>();
    Path directory = stateDir.resolve("sync");
    if (Files.isDirectory(directory)) {
      try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*.json")) {
        for (Path file : files) {
          String name = String.valueOf(file.getFileName());
          names.add(name.substring(0, name.length() - ".json".length()));
        }
      }
    }
    Collections.sort(names);
    return names;
  }

  /** Removes the record of a Sync that is no longer followed. */
  public void remove() throws IOException {
    Files.deleteIfExists(path);
  }

  private @Nullable Dict root() throws IOException {
    byte[] bytes = file.read();
    if (bytes == null) {
      return null;
    }
    try (JsonParser json = JSON.createParser(bytes)) {
      json.nextToken();
      if (ValueJson.read(json) instanceof Dict root && root.number("format", 0) == FORMAT) {
        return root;
      }
    } catch (IOException e) {
      throw new IOException(damaged(e.getMessage()), e);
    }
    throw new IOException(damaged("not format " + FORMAT));
  }

  private String damaged(@Nullable String why) {
    return "failed to read " + path + ": " + why + "; remove it to start from the source again";
  }

  void write(Sync sync, SyncState state) throws IOException {
    Dict root =
        SyncStateCodec.encode(state)
            .with("format", new Num(FORMAT))
            .with("name", new Text(sync.metadata().name()))
            .with("spec", sync.spec());
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      ValueJson.write(json, root);
    }
    file.replace(bytes.toByteArray());
  }
}
