package dev.reconcile.engine.status;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.store.ValueJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.TreeMap;

/**
 * The {@code status} of a Sync, as the service left it in {@code <state-dir>/sync/NAME.json}:
 * {@code conditions}, {@code lastAppliedRevision}, {@code lastAttemptedRevision}, {@code nextRun}.
 */
public final class SyncStatus {
  private SyncStatus() {}

  /** Reads it; a Sync that no service has seen yet is Unknown. */
  public static Dict of(Inventory.Entry entry, Resource sync, Path stateDir) {
    StatusWriter status = new StatusWriter();
    status.origin(entry, sync);
    Path file = stateDir.resolve("sync").resolve(sync.metadata().name() + ".json");
    try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
      json.nextToken();
      return merged(status.done(), ValueJson.read(json));
    } catch (NoSuchFileException none) {
      status.condition("Ready", "Unknown", "NoService", "no service has run this Sync yet");
    } catch (IOException e) {
      status.condition("Ready", "Unknown", "Unreadable", "failed to read " + file + ": " + e);
    }
    return status.done();
  }

  private static Dict merged(Dict origin, Value recorded) {
    TreeMap<String, Value> entries = new TreeMap<>(origin.entries());
    if (recorded instanceof Dict dict) {
      entries.putAll(dict.dict("status").entries());
    }
    return new Dict(entries);
  }
}
