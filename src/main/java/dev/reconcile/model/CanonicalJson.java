package dev.reconcile.model;

import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.Map;

/** One text for one value: JSON, RFC 8259, keys sorted, no spaces. What digests are taken over. */
public final class CanonicalJson {
  private CanonicalJson() {}

  /** The text of a value. */
  public static String of(Value value) {
    StringBuilder json = new StringBuilder();
    write(value, json);
    return json.toString();
  }

  private static void write(Value value, StringBuilder json) {
    switch (value) {
      case Text(String text) -> quote(text, json);
      case Num(long number) -> json.append(number);
      case Bool(boolean truth) -> json.append(truth);
      case Seq seq -> {
        json.append('[');
        String comma = "";
        for (Value item : seq.items()) {
          json.append(comma);
          write(item, json);
          comma = ",";
        }
        json.append(']');
      }
      case Dict dict -> {
        json.append('{');
        String comma = "";
        for (Map.Entry<String, Value> entry : dict.entries().entrySet()) {
          json.append(comma);
          quote(entry.getKey(), json);
          json.append(':');
          write(entry.getValue(), json);
          comma = ",";
        }
        json.append('}');
      }
    }
  }

  private static void quote(String text, StringBuilder json) {
    json.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"' || c == '\\') {
        json.append('\\').append(c);
      } else if (c < ' ') {
        json.append(String.format("\\u%04x", (int) c));
      } else {
        json.append(c);
      }
    }
    json.append('"');
  }
}
