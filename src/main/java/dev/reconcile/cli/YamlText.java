package dev.reconcile.cli;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * A {@link Value} as block YAML. Text that any YAML reader could take for something else is quoted
 * as in JSON, which YAML 1.2 contains.
 */
final class YamlText {
  /** YAML 1.1 takes these, in any case, for booleans and nulls. */
  private static final Set<String> WORDS =
      Set.of("true", "false", "yes", "no", "on", "off", "y", "n", "null", "~");

  private final StringBuilder text = new StringBuilder();

  private YamlText() {}

  /** One document, without {@code ---}. */
  static String of(Value value) {
    YamlText yaml = new YamlText();
    yaml.block(value, 0, true);
    return yaml.text.toString();
  }

  /**
   * Writes a value and its line break.
   *
   * @param inline whether the first line's indentation is there already
   */
  private void block(Value value, int indent, boolean inline) {
    switch (value) {
      case Text(String scalar) -> line(quoted(scalar));
      case Num(long number) -> line(Long.toString(number));
      case Bool(boolean truth) -> line(Boolean.toString(truth));
      case Seq(List<Value> items) when items.isEmpty() -> line("[]");
      case Dict dict when dict.entries().isEmpty() -> line("{}");
      case Seq(List<Value> items) -> sequence(items, indent, inline);
      case Dict dict -> mapping(dict, indent, inline);
    }
  }

  private void sequence(List<Value> items, int indent, boolean inline) {
    boolean first = inline;
    for (Value item : items) {
      text.repeat(' ', first ? 0 : indent).append("- ");
      block(item, indent + 2, true);
      first = false;
    }
  }

  private void mapping(Dict dict, int indent, boolean inline) {
    Iterator<Map.Entry<String, Value>> entries = dict.entries().entrySet().iterator();
    for (boolean first = inline; entries.hasNext(); first = false) {
      Map.Entry<String, Value> entry = entries.next();
      text.repeat(' ', first ? 0 : indent).append(quoted(entry.getKey())).append(':');
      if (isBlock(entry.getValue())) {
        text.append('\n');
        block(entry.getValue(), indent + 2, false);
      } else {
        text.append(' ');
        block(entry.getValue(), 0, true);
      }
    }
  }

  private static boolean isBlock(Value value) {
    return switch (value) {
      case Seq(List<Value> items) -> !items.isEmpty();
      case Dict dict -> !dict.entries().isEmpty();
      case Text ignored -> false;
      case Num ignored -> false;
      case Bool ignored -> false;
    };
  }

  private void line(String scalar) {
    text.append(scalar).append('\n');
  }

  private static String quoted(String scalar) {
    return isPlain(scalar) ? scalar : json(scalar);
  }

  private static boolean isPlain(String scalar) {
    if (scalar.isEmpty() || WORDS.contains(scalar.toLowerCase(Locale.ROOT))) {
      return false;
    }
    char first = scalar.charAt(0);
    if (!(Character.isLetter(first) || first == '/' || first == '_')) {
      return looksLikeQuantity(scalar);
    }
    return hasOnlyPlainCharacters(scalar);
  }

  /** {@code 256Mi}, {@code 10s}: begins like a number, ends unlike one. */
  private static boolean looksLikeQuantity(String scalar) {
    int letters = 0;
    while (letters < scalar.length() && Character.isDigit(scalar.charAt(letters))) {
      letters++;
    }
    if (letters == 0 || letters == scalar.length()) {
      return false;
    }
    String unit = scalar.substring(letters);
    return Set.of("Ki", "Mi", "Gi", "Ti", "ms", "us", "m", "s", "h").contains(unit);
  }

  private static boolean hasOnlyPlainCharacters(String scalar) {
    for (int i = 0; i < scalar.length(); i++) {
      char c = scalar.charAt(i);
      boolean separator = c == ':' && (i + 1 == scalar.length() || scalar.charAt(i + 1) == ' ');
      boolean plain = c < 128 && (Character.isLetterOrDigit(c) || "/_.-+:@=,".indexOf(c) >= 0);
      if (!plain || separator) {
        return false;
      }
    }
    return true;
  }

  private static String json(String scalar) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < scalar.length(); i++) {
      char c = scalar.charAt(i);
      switch (c) {
        case '"' -> quoted.append("\\\"");
        case '\\' -> quoted.append("\\\\");
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < 0x20 || c == 0x7f) {
            quoted.append(String.format("\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
