package dev.reconcile.store;

import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The inventory as one JSON file. */
public final class InventoryStore {
  /** Grows when an older program could not read what a newer one writes. */
  static final long FORMAT = 1;

  private static final JsonFactory JSON = new JsonFactory();

  private final DurableFile file;
  private final String name;
  private volatile @Nullable Loaded last;

  private record Loaded(byte[] bytes, Inventory inventory) {}

  /** What the first JSON that is read needs: tables of BigDecimal's that nothing here uses. */
  public static void warmUp() throws IOException {
    JSON.createParser(new byte[] {'{', '}'}).close();
  }

  /**
   * @param file where it is kept
   * @param name for messages
   */
  public InventoryStore(DurableFile file, String name) {
    this.file = file;
    this.name = name;
  }

  /**
   * Reads it; {@link Inventory#EMPTY} when there is none yet. The same bytes give the same object.
   *
   * @throws StoreException when it is damaged or of a newer format: then nothing may be concluded
   */
  public Inventory load() throws IOException {
    byte[] bytes = file.read();
    if (bytes == null) {
      return Inventory.EMPTY;
    }
    Loaded known = last;
    if (known == null || !Arrays.equals(known.bytes, bytes)) {
      known = new Loaded(bytes, parse(bytes));
      last = known;
    }
    return known.inventory;
  }

  private Inventory parse(byte[] bytes) throws IOException {
    try (JsonParser json = JSON.createParser(bytes)) {
      json.nextToken();
      if (!(ValueJson.read(json) instanceof Dict root)) {
        throw new StoreException(name + " is not a JSON object" + NEXT_MOVE);
      }
      long format = root.number("format", -1);
      if (format != FORMAT) {
        throw new StoreException(
            name
                + " has format "
                + format
                + ", this program knows "
                + FORMAT
                + "; use the program that wrote it, or a newer one");
      }
      return decode(root);
    } catch (JsonProcessingException e) {
      // Its message goes on about the reader's own settings: the place says enough.
      JsonLocation at = e.getLocation();
      String where =
          at == null ? "" : " in line " + at.getLineNr() + ", column " + at.getColumnNr();
      throw new StoreException(name + " is damaged" + where + NEXT_MOVE, e);
    } catch (IllegalArgumentException e) {
      throw new StoreException(name + " is damaged: " + e.getMessage() + NEXT_MOVE, e);
    }
  }

  private static final String NEXT_MOVE =
      "; move it away and apply the manifests again with --take-ownership";

  /** Makes it durable before it returns. */
  public void save(Inventory inventory) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes, JsonEncoding.UTF8)) {
      json.useDefaultPrettyPrinter();
      new InventoryWriter(json).write(inventory);
    }
    file.replace(bytes.toByteArray());
  }

  private static Inventory decode(Dict root) {
    SortedMap<ResourceId, Entry> entries = new TreeMap<>();
    for (Map.Entry<String, Value> object : root.dict("objects").entries().entrySet()) {
      ResourceId id = ResourceId.parse(object.getKey());
      if (id == null || !(object.getValue() instanceof Dict entry)) {
        throw new IllegalArgumentException("unknown object " + object.getKey());
      }
      entries.put(id, decode(id, entry));
    }
    return new Inventory(root.number("serial", 0), root.text("bootId", ""), entries);
  }

  private static Entry decode(ResourceId id, Dict entry) {
    return new Entry(
        new Owner(entry.text("owner", "")),
        resource(id, entry.at("applied")),
        resource(id, entry.at("intended")),
        resources(id, entry.items("givenUp")),
        entry.truth("deleting", false),
        entry.textMap("originals"),
        entry.number("updated", 0));
  }

  private static List<Resource> resources(ResourceId id, List<Value> values) {
    List<Resource> resources = new ArrayList<>();
    for (Value value : values) {
      Resource resource = resource(id, value);
      if (resource != null) {
        resources.add(resource);
      }
    }
    return resources;
  }

  private static @Nullable Resource resource(ResourceId id, @Nullable Value value) {
    if (!(value instanceof Dict dict)) {
      return null;
    }
    SourceRef source =
        new SourceRef(
            dict.text("source.file", ""),
            (int) dict.number("source.line", 0),
            (int) dict.number("source.column", 0),
            dict.text("source.commit"));
    Kind kind = id.kind();
    Metadata metadata =
        new Metadata(id.name(), dict.textMap("labels"), dict.textMap("annotations"));
    return Resource.of(kind, metadata, source, dict.dict("spec"));
  }
}
