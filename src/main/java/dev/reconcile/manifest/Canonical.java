package dev.reconcile.manifest;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The one form of a spec: defaults filled in, what has no order sorted, sections that say nothing
 * left out. Two specs mean the same exactly when these are equal.
 */
public final class Canonical {
  private Canonical() {}

  /** Of a spec whose scalars are canonical; doing it again changes nothing. */
  public static Dict of(Kind kind, Dict spec) {
    Dict filled = section(kind, "", withLifecycle(kind, spec));
    boolean timed = kind != Kind.SYNC || filled.entries().containsKey("cron");
    return timed || filled.entries().containsKey("interval")
        ? filled
        : filled.with("interval", new Value.Text("1m"));
  }

  /** What systemd has made is only borrowed, unless the manifest says otherwise. */
  private static Dict withLifecycle(Kind kind, Dict spec) {
    boolean ofSystemd =
        kind == Kind.CGROUP
            && (spec.entries().containsKey("unit") || spec.entries().containsKey("user"));
    return ofSystemd && !spec.entries().containsKey("lifecycle")
        ? spec.with("lifecycle", new Value.Text("adopted"))
        : spec;
  }

  private static Dict section(Kind kind, String row, Dict spec) {
    SortedMap<String, Value> values = new TreeMap<>();
    boolean asGiven = true;
    for (Map.Entry<String, Field> known : FieldTable.byKey(kind, row).entrySet()) {
      String key = known.getKey();
      Field field = known.getValue();
      Value given = spec.entries().get(key);
      Value value = given == null ? absent(field) : given;
      if (value != null) {
        Value canonical = value(kind, field, value);
        boolean silent = canonical.equals(Dict.EMPTY) && field.defaultText() == null;
        if (!silent) {
          values.put(key, canonical);
          asGiven &= canonical == given;
        }
      }
    }
    return asGiven && values.size() == spec.entries().size() ? spec : new Dict(values);
  }

  private static @Nullable Value absent(Field field) {
    String text = field.defaultText();
    if (text == null || !field.supported()) {
      return null;
    }
    return switch (field.type()) {
      case FieldType.Section ignored -> Dict.EMPTY;
      case FieldType.FreeMap ignored -> Dict.EMPTY;
      case FieldType.SectionList ignored -> new Seq(List.of());
      case FieldType.ShorthandList ignored -> new Seq(List.of());
      case FieldType.ScalarList ignored -> new Seq(List.of());
      case FieldType.ScalarOrSection either -> Scalars.canonical(either.scalar(), text);
      case FieldType.ScalarOrList either -> Scalars.canonical(either.scalar(), text);
      case FieldType.Scalar scalar -> Scalars.canonical(scalar, text);
    };
  }

  private static Value value(Kind kind, Field field, Value value) {
    return switch (value) {
      case Dict dict when field.type() instanceof FieldType.FreeMap(FieldType values) ->
          values instanceof FieldType.Section ? freeSections(kind, field, dict) : dict;
      case Dict dict -> section(kind, field.path(), dict);
      case Seq seq -> new Seq(items(kind, field, seq));
      case Value.Text ignored -> value;
      case Value.Num ignored -> value;
      case Value.Bool ignored -> value;
    };
  }

  private static Dict freeSections(Kind kind, Field field, Dict dict) {
    Dict copy = dict;
    for (String key : dict.entries().keySet()) {
      copy = copy.with(key, section(kind, field.path(), dict.dict(key)));
    }
    return copy;
  }

  private static List<Value> items(Kind kind, Field field, Seq seq) {
    List<Value> items = new ArrayList<>();
    for (Value item : seq.items()) {
      items.add(item instanceof Dict dict ? section(kind, field.path(), dict) : item);
    }
    boolean set =
        switch (field.type()) {
          case FieldType.ScalarList list -> !list.ordered();
          case FieldType.ScalarOrList ignored -> true;
          default -> false;
        };
    if (set) {
      items = new ArrayList<>(new HashSet<>(items));
      items.sort(Canonical::byValue);
    }
    boolean keyed =
        field.type() instanceof FieldType.ShorthandList
            || (field.type() instanceof FieldType.SectionList list && !list.ordered());
    String key = field.mergeKey();
    if (keyed && key != null) {
      items.sort(Comparator.comparing(item -> item instanceof Dict dict ? dict.text(key, "") : ""));
    }
    return items;
  }

  private static int byValue(Value one, Value other) {
    int order = Long.compare(number(one), number(other));
    return order != 0 ? order : text(one).compareTo(text(other));
  }

  private static long number(Value value) {
    return value instanceof Value.Num(long number) ? number : 0;
  }

  private static String text(Value value) {
    return String.valueOf(Value.scalar(value));
  }
}
