package dev.reconcile.fields.limits;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Limits;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a control file of an adopted group held before our first write to it.
 *
 * @param id hierarchy, file and, where the file has several, the key: {@code v2/io.max 254:0}
 * @param value the write that brings it back
 */
public record Original(String id, String value) {
  /**
   * What a write is about to replace; null when the file says nothing of its key.
   *
   * @param write what is to be written
   * @param text what the file holds
   */
  public static @Nullable Original of(Hierarchy hierarchy, String file, String write, String text) {
    KernelFile row = LimitTable.file(hierarchy.version(), file);
    if (row == null) {
      return new Original(id(hierarchy, file, ""), text);
    }
    String key = row.keys().keyOf(write);
    String held = row.keys().cut(text, key);
    return held == null
        ? null
        : new Original(id(hierarchy, file, key), row.keys().frame(row.codec().restore(held), key));
  }

  /**
   * What a file of v2 will hold once its controller is passed on to the group; null when the file
   * has several keys, none of which it will then hold.
   */
  public static @Nullable Original ofNew(
      Hierarchy hierarchy, String file, String write, List<String> fields) {
    KernelFile row = LimitTable.file(hierarchy.version(), file);
    if (row == null || !row.keys().keyOf(write).isEmpty()) {
      return null;
    }
    String text = row.codec().write(LimitMapping.withResets(Limits.NONE, fields), null);
    return text == null ? null : new Original(id(hierarchy, file, ""), text);
  }

  static String id(Hierarchy hierarchy, String file, String key) {
    return hierarchy.id() + "/" + file + (key.isEmpty() ? "" : " " + key);
  }

  /** The hierarchy in an {@link #id}. */
  public static String hierarchy(String id) {
    return id.substring(0, id.indexOf('/'));
  }

  /** The file in an {@link #id}. */
  public static String file(String id) {
    int space = id.indexOf(' ');
    return id.substring(id.indexOf('/') + 1, space < 0 ? id.length() : space);
  }
}
