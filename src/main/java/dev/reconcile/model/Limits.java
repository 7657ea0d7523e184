package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Version-neutral cgroup limits: field path such as {@code memory.max} or {@code
 * io.max[/dev/vda].rbps} to its canonical text such as {@code 256Mi}. Which kernel file a field is
 * on which hierarchy is the field table's business.
 *
 * @param values listed limits only
 * @param raw exact kernel file to value
 */
public record Limits(SortedMap<String, String> values, SortedMap<String, String> raw) {
  public static final Limits NONE = new Limits(new TreeMap<>(), new TreeMap<>());

  /** Fields of a Cgroup that say something else. */
  private static final Set<String> NO_LIMITS =
      Set.of("parent", "path", "unit", "user", "lifecycle", "processes", "raw");

  /** Lists that say something when they are empty, too. */
  private static final String RULES = "devices.";

  /** What tells the items of a list apart. */
  private static final String KEY = "device";

  public Limits {
    values = Collections.unmodifiableSortedMap(new TreeMap<>(values));
    raw = Collections.unmodifiableSortedMap(new TreeMap<>(raw));
  }

  // By hand: what the compiler leaves to be linked at run time costs every command some
  // milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Limits(var theirs, var theirRaw)
        && values.equals(theirs)
        && raw.equals(theirRaw);
  }

  @Override
  public int hashCode() {
    return 31 * values.hashCode() + raw.hashCode();
  }

  /** Whether nothing is listed. */
  public boolean isEmpty() {
    return values.isEmpty() && raw.isEmpty();
  }

  static Limits of(Dict spec) {
    SortedMap<String, String> values = new TreeMap<>();
    for (Map.Entry<String, Value> field : spec.entries().entrySet()) {
      if (!NO_LIMITS.contains(field.getKey())) {
        collect(field.getKey(), field.getValue(), values);
      }
    }
    return new Limits(values, spec.textMap("raw"));
  }

  private static void collect(String path, Value value, Map<String, String> into) {
    switch (value) {
      case Dict dict -> dict.entries().forEach((key, at) -> collect(path + "." + key, at, into));
      case Value.Seq(List<Value> items) -> {
        if (items.isEmpty() && path.startsWith(RULES)) {
          into.put(path, "");
        }
        items.forEach(item -> item(path, item, into));
      }
      case Value.Text(String text) -> into.put(path, text);
      case Value.Num(long number) -> into.put(path, Long.toString(number));
      case Value.Bool(boolean truth) -> into.put(path, Boolean.toString(truth));
    }
  }

  /**
   * {@code io.max[/dev/vda].rbps} for an item's {@code rbps}; items without a key, such as {@code c
   * 1:3 rwm}, are one value together.
   */
  private static void item(String path, Value item, Map<String, String> into) {
    if (item instanceof Dict rule && rule.text(KEY) == null) {
      String device = rule.text("type", "a") + " " + rule.text("major", "*");
      String text = device + ":" + rule.text("minor", "*") + " " + rule.text("access", "rwm");
      into.merge(path, text, (before, more) -> before.isEmpty() ? more : before + ", " + more);
    } else if (item instanceof Dict dict) {
      String at = path + "[" + dict.text(KEY, "") + "]";
      for (Map.Entry<String, Value> field : dict.entries().entrySet()) {
        if (!field.getKey().equals(KEY)) {
          collect(at + "." + field.getKey(), field.getValue(), into);
        }
      }
    }
  }
}
