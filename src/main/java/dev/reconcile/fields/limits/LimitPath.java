package dev.reconcile.fields.limits;

/**
 * A limit's path in a manifest, taken apart: {@code io.max[/dev/vda].rbps} is of the row {@code
 * io.max[].rbps}, with the key {@code /dev/vda}. Keys may hold dots.
 *
 * @param key what stands for {@code []} or {@code *}; empty where a row has neither
 */
record LimitPath(LimitField field, String key) {
  /** The path of a row's value for one key. */
  static String with(String row, String key) {
    return row.indexOf("[]") >= 0 ? row.replace("[]", "[" + key + "]") : row.replace("*", key);
  }
}
