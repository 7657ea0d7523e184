package dev.reconcile.store;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The inventory as JSON, keys sorted; what is empty or false is left out of an entry. */
final class InventoryWriter {
  private final JsonGenerator json;

  InventoryWriter(JsonGenerator json) {
    this.json = json;
  }

  void write(Inventory inventory) throws IOException {
    json.writeStartObject();
    json.writeStringField("bootId", inventory.bootId());
    json.writeNumberField("format", InventoryStore.FORMAT);
    json.writeObjectFieldStart("objects");
    for (Map.Entry<ResourceId, Entry> object : inventory.entries().entrySet()) {
      json.writeFieldName(object.getKey().toString());
      write(object.getValue());
    }
    json.writeEndObject();
    json.writeNumberField("serial", inventory.serial());
    json.writeEndObject();
  }

  private void write(Entry entry) throws IOException {
    json.writeStartObject();
    write("applied", entry.applied());
    if (entry.deleting()) {
      json.writeBooleanField("deleting", true);
    }
    if (!entry.givenUp().isEmpty()) {
      json.writeArrayFieldStart("givenUp");
      for (Resource resource : entry.givenUp()) {
        write(resource);
      }
      json.writeEndArray();
    }
    write("intended", entry.intended());
    if (!entry.originals().isEmpty()) {
      write("originals", entry.originals());
    }
    json.writeStringField("owner", entry.owner().text());
    json.writeNumberField("updated", entry.updatedMillis());
    json.writeEndObject();
  }

  private void write(String key, @Nullable Resource resource) throws IOException {
    if (resource != null) {
      json.writeFieldName(key);
      write(resource);
    }
  }

  private void write(Resource resource) throws IOException {
    json.writeStartObject();
    write("annotations", resource.metadata().annotations());
    write("labels", resource.metadata().labels());
    write(resource.source());
    json.writeFieldName("spec");
    ValueJson.write(json, resource.spec());
    json.writeEndObject();
  }

  private void write(SourceRef source) throws IOException {
    json.writeObjectFieldStart("source");
    json.writeNumberField("column", source.column());
    if (source.commit() != null) {
      json.writeStringField("commit", source.commit());
    }
    json.writeStringField("file", source.file());
    json.writeNumberField("line", source.line());
    json.writeEndObject();
  }

  private void write(String key, Map<String, String> texts) throws IOException {
    json.writeObjectFieldStart(key);
    for (Map.Entry<String, String> text : texts.entrySet()) {
      json.writeStringField(text.getKey(), text.getValue());
    }
    json.writeEndObject();
  }
}
