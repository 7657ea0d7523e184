package dev.reconcile.fields.limits;

import org.jspecify.annotations.Nullable;

/**
 * A limit's path in a manifest, taken apart: {@code io.max[/dev/vda].rbps} is of the row {@code
 * io.max[].rbps}, with the key {@code /dev/vda}. Keys may hold dots.
 *
 * @param key what stands for {@code []} or {@code *}; empty where a row has neither
 */
record LimitPath(LimitField field, String key) {
  /** Takes {@code path} for one of this row; null when it is not. */
  static @Nullable LimitPath of(LimitField field, String path) {
    String row = field.path();
    int list = row.indexOf("[]");
    int at = list >= 0 ? list + 1 : row.indexOf('*');
    if (at < 0) {
      return row.equals(path) ? new LimitPath(field, "") : null;
    }
    String before = row.substring(0, at);
    String after = row.substring(list >= 0 ? at : at + 1);
    boolean fits =
        path.length() > before.length() + after.length()
            && path.startsWith(before)
            && path.endsWith(after);
    return fits
        ? new LimitPath(field, path.substring(before.length(), path.length() - after.length()))
        : null;
  }

  /** The path of a row's value for one key. */
  static String with(String row, String key) {
    return row.indexOf("[]") >= 0 ? row.replace("[]", "[" + key + "]") : row.replace("*", key);
  }
}
