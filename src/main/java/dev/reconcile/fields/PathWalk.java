package dev.reconcile.fields;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the row of one value's path, such as {@code mounts[/data].readOnly} or {@code
 * process.env.my.key}. What stands in brackets and where a free key stands may hold dots.
 */
final class PathWalk {
  private final Map<String, Field> fields;
  private final String path;
  private int at;

  PathWalk(Map<String, Field> fields, String path) {
    this.fields = fields;
    this.path = path;
  }

  @Nullable Field field() {
    String row = "";
    while (true) {
      row = row.isEmpty() ? key() : row + "." + key();
      Field field = fields.get(row);
      if (field == null) {
        return null;
      }
      boolean item = at < path.length() && path.charAt(at) == '[';
      if (item) {
        skipItem();
      }
      if (at >= path.length()) {
        return field;
      }
      at++;
      if (field.type() instanceof FieldType.FreeMap(FieldType values)) {
        if (!(values instanceof FieldType.Section)) {
          return field;
        }
        key();
        row += ".*";
        if (at >= path.length()) {
          return field;
        }
        at++;
      } else if (item) {
        row += "[]";
      }
    }
  }

  private String key() {
    int from = at;
    while (at < path.length() && path.charAt(at) != '.' && path.charAt(at) != '[') {
      at++;
    }
    return path.substring(from, at);
  }

  /** To the first closing bracket that ends the path or is followed by a dot. */
  private void skipItem() {
    do {
      at++;
    } while (at < path.length() && !(path.charAt(at - 1) == ']' && path.charAt(at) == '.'));
  }
}
