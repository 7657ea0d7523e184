package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Version-neutral cgroup limits: field path such as {@code memory.max} to its canonical text such
 * as {@code 256Mi}. Which kernel file a field is on which hierarchy is the field table's business.
 *
 * @param values listed limits only
 * @param raw exact kernel file to value
 */
public record Limits(SortedMap<String, String> values, SortedMap<String, String> raw) {
  public static final Limits NONE = new Limits(new TreeMap<>(), new TreeMap<>());

  private static final List<String> GROUPS = List.of("cpu", "cpuset", "memory", "pids");
  private static final List<String> SCALARS = List.of("frozen", "maxDepth", "maxDescendants");

  public Limits {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    raw = Collections.unmodifiableSortedMap(new TreeMap<>(raw));
  }

  /** Whether nothing is listed. */
  public boolean isEmpty() {
    return values.isEmpty() && raw.isEmpty();
  }

  static Limits of(Dict spec) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String group : GROUPS) {
      collect(group, spec.dict(group), values);
    }
    for (String scalar : SCALARS) {
      String text = spec.text(scalar);
      if (text != null) {
        values.put(scalar, text);
      }
    }
    return new Limits(values, spec.textMap("raw"));
  }

  private static void collect(String prefix, Dict dict, Map<String, String> into) {
    for (Map.Entry<String, Value> entry : dict.entries().entrySet()) {
      String path = prefix + "." + entry.getKey();
      String scalar = Value.scalar(entry.getValue());
      if (scalar != null) {
        into.put(path, scalar);
      } else if (entry.getValue() instanceof Dict nested) {
        collect(path, nested, into);
      }
    }
  }
}
