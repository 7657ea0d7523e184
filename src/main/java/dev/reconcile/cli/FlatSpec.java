package dev.reconcile.cli;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** A spec as field path to text: {@code process.args} to {@code [/bin/sleep, "1000"]}. */
final class FlatSpec {
  private FlatSpec() {}

  static SortedMap<String, String> of(Dict spec) {
    SortedMap<String, String> fields = new TreeMap<>();
    collect("", spec, fields);
    return fields;
  }

  private static void collect(String path, Value value, Map<String, String> fields) {
    switch (value) {
      case Text(String text) -> fields.put(path, text);
      case Num(long number) -> fields.put(path, Long.toString(number));
      case Bool(boolean truth) -> fields.put(path, Boolean.toString(truth));
      case Seq(List<Value> items) -> collectItems(path, items, fields);
      case Dict dict ->
          dict.entries()
              .forEach(
                  (key, item) -> collect(path.isEmpty() ? key : path + "." + key, item, fields));
    }
  }

  private static void collectItems(String path, List<Value> items, Map<String, String> fields) {
    boolean scalars = items.stream().allMatch(item -> Value.scalar(item) != null);
    if (scalars) {
      fields.put(path, items.stream().map(Value::scalar).toList().toString());
      return;
    }
    for (int i = 0; i < items.size(); i++) {
      collect(path + "[" + i + "]", items.get(i), fields);
    }
  }
}
