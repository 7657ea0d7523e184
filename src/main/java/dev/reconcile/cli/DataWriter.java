package dev.reconcile.cli;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.reconcile.model.Value;
import dev.reconcile.store.ValueJson;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;

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
      ValueJson.write(json, value);
    }
    return text.toString();
  }
}
