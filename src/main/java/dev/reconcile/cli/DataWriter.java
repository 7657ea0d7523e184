package dev.reconcile.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Data for programs: one {@link Value} as JSON or YAML. */
final class DataWriter {
  private DataWriter() {}

  static void write(PrintStream out, Format format, Value value) throws IOException {
    out.print(format == Format.YAML ? YamlText.of(value) : json(value) + "\n");
  }

  /** Indented by two, without a line break at the end. */
  static String json(Value value) throws IOException {
    StringWriter text = new StringWriter();
    try (JsonGenerator json = new JsonFactory().createGenerator(text)) {
      json.useDefaultPrettyPrinter();
      write(json, value);
    }
    return text.toString();
  }

  private static void write(JsonGenerator json, Value value) throws IOException {
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
      case Dict dict -> {
        json.writeStartObject();
        for (Map.Entry<String, Value> entry : dict.entries().entrySet()) {
          json.writeFieldName(entry.getKey());
          write(json, entry.getValue());
        }
        json.writeEndObject();
      }
    }
  }
}
