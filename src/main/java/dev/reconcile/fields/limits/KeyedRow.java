package dev.reconcile.fields.limits;

import org.jspecify.annotations.Nullable;

/**
 * A row whose paths have a key: {@code io.max[].rbps}, {@code hugetlb.*.max}.
 *
 * @param before what stands before the key
 * @param after what stands behind it
 */
record KeyedRow(LimitField field, String before, String after) {
  static KeyedRow of(LimitField field) {
    String row = field.path();
    int list = row.indexOf("[]");
    int at = list >= 0 ? list + 1 : row.indexOf('*');
    return new KeyedRow(field, row.substring(0, at), row.substring(list >= 0 ? at : at + 1));
  }

  /** Takes {@code path} for one of this row; null when it is not. */
  @Nullable LimitPath path(String path) {
    boolean fits =
        path.length() > before.length() + after.length()
            && path.startsWith(before)
            && path.endsWith(after);
    return fits
        ? new LimitPath(field, path.substring(before.length(), path.length() - after.length()))
        : null;
  }
}
