package dev.reconcile.manifest;

import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Items of a list that are the same one twice. */
final class Duplicates {
  private Duplicates() {}

  static void check(List<Value> items, String key, String path, ObjectContext context) {
    Map<String, Integer> seen = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      String name = items.get(i) instanceof Dict item ? item.text(key) : null;
      Integer first = name == null ? null : seen.putIfAbsent(name, i);
      if (name != null && first != null) {
        String at = path + "[" + i + "]." + key;
        context.error(
            at,
            "duplicate "
                + key
                + " "
                + Scalars.quote(name)
                + ", first at "
                + path
                + "["
                + first
                + "]");
      }
    }
  }
}
