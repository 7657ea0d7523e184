package dev.reconcile.store;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** {@link Value} as JSON, one to one. */
public final class ValueJson {
  private ValueJson() {}

  /** Writes a value. */
  public static void write(JsonGenerator json, Value value) throws IOException {
    switch (value) {
      case Text(String text) -> json.writeString(text);
      case Num(long number) -> json.writeNumber(number);
      case Bool(boolean truth) -> json.writeBoolean(truth);
      case Seq(List<Value> items) -> {
        json.writeStartArray();
        for (Value item : items) {
          write(json, item);
        }
        json.writeEndArray();
      }
      case Dict(SortedMap<String, Value> entries) -> {
        json.writeStartObject();
        for (Map.Entry<String, Value> entry : entries.entrySet()) {
          json.writeFieldName(entry.getKey());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
    }
  }

  /** Reads the value that begins at the current token. */
  public static Value read(JsonParser json) throws IOException {
    JsonToken token = json.currentToken();
    if (token == JsonToken.START_OBJECT) {
      return dict(json);
    }
    if (token == JsonToken.START_ARRAY) {
      List<Value> items = new ArrayList<>();
      while (json.nextToken() != JsonToken.END_ARRAY) {
        items.add(read(json));
      }
      return new Seq(items);
    }
    if (token == JsonToken.VALUE_NUMBER_INT) {
      return new Num(json.getLongValue());
    }
    if (token == JsonToken.VALUE_TRUE || token == JsonToken.VALUE_FALSE) {
      return new Bool(json.getBooleanValue());
    }
    return new Text(json.getText());
  }

  private static Dict dict(JsonParser json) throws IOException {
    SortedMap<String, Value> entries = new TreeMap<>();
    while (json.nextToken() != JsonToken.END_OBJECT) {
      String key = json.currentName();
      json.nextToken();
      entries.put(key, read(json));
    }
    return new Dict(entries);
  }
}
