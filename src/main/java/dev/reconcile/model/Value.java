package dev.reconcile.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A manifest's content after decoding: every scalar in its one canonical form, every map sorted.
 * Two specs mean the same exactly when their values are equal, however they were written.
 *
 * <p>Equality is spelled out, since what a record leaves to run time costs every command some
 * milliseconds at its first use.
 */
public sealed interface Value {
  /**
   * Text, and every quantity in canonical form: {@code 256Mi}, {@code 500m}, {@code 10s}, {@code
   * max}.
   */
  record Text(String text) implements Value {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Text(String theirs) && text.equals(theirs);
    }

    @Override
    public int hashCode() {
      return text.hashCode();
    }
  }

  /** An integer. */
  record Num(long number) implements Value {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Num(long theirs) && number == theirs;
    }

    @Override
    public int hashCode() {
      return Long.hashCode(number);
    }
  }

  /** A boolean. */
  record Bool(boolean truth) implements Value {
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Bool(boolean theirs) && truth == theirs;
    }

    @Override
    public int hashCode() {
      return Boolean.hashCode(truth);
    }
  }

  /** A list, in the order of the manifest where order has a meaning, else sorted. */
  record Seq(List<Value> items) implements Value {
    public Seq {
      items = List.copyOf(items);
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Seq(List<Value> theirs) && items.equals(theirs);
    }

    @Override
    public int hashCode() {
      return items.hashCode();
    }
  }

  /** A map, sorted by key. */
  record Dict(SortedMap<String, Value> entries) implements Value {
    public static final Dict EMPTY = new Dict(new TreeMap<>());

    public Dict {
      entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
    }

    /** Both are sorted: one walk through both, where a map's own equals looks every key up. */
    @Override
    public boolean equals(@Nullable Object other) {
      if (this == other) {
        return true;
      }
      if (!(other instanceof Dict dict) || entries.size() != dict.entries.size()) {
        return false;
      }
      Iterator<Map.Entry<String, Value>> theirs = dict.entries.entrySet().iterator();
      for (Map.Entry<String, Value> ours : entries.entrySet()) {
        Map.Entry<String, Value> their = theirs.next();
        if (!ours.getKey().equals(their.getKey()) || !ours.getValue().equals(their.getValue())) {
          return false;
        }
      }
      return true;
    }

    @Override
    public int hashCode() {
      return entries.hashCode();
    }

    /** The value at a dotted path of plain keys; null where any part is absent. */
    public @Nullable Value at(String path) {
      Dict dict = this;
      int start = 0;
      for (int dot = path.indexOf('.'); dot >= 0; dot = path.indexOf('.', start)) {
        if (!(dict.entries.get(path.substring(start, dot)) instanceof Dict below)) {
          return null;
        }
        dict = below;
        start = dot + 1;
      }
      return dict.entries.get(path.substring(start));
    }

    /** A copy with one entry more or replaced. */
    public Dict with(String key, Value value) {
      SortedMap<String, Value> copy = new TreeMap<>(entries);
      copy.put(key, value);
      return new Dict(copy);
    }

    /** The scalar at {@code path} as text; null when absent or not a scalar. */
    public @Nullable String text(String path) {
      Value value = at(path);
      return value == null ? null : scalar(value);
    }

    /** The scalar at {@code path} as text, or {@code fallback}. */
    public String text(String path, String fallback) {
      String text = text(path);
      return text == null ? fallback : text;
    }

    /** The integer at {@code path}, or {@code fallback}. */
    public long number(String path, long fallback) {
      return at(path) instanceof Num(long number) ? number : fallback;
    }

    /** The boolean at {@code path}, or {@code fallback}. */
    public boolean truth(String path, boolean fallback) {
      return at(path) instanceof Bool(boolean truth) ? truth : fallback;
    }

    /** The map at {@code path}; empty when absent. */
    public Dict dict(String path) {
      return at(path) instanceof Dict dict ? dict : EMPTY;
    }

    /** The list at {@code path}; empty when absent. */
    public List<Value> items(String path) {
      return at(path) instanceof Seq(List<Value> items) ? items : List.of();
    }

    /** The scalars of the list at {@code path} as text. */
    public List<String> texts(String path) {
      List<String> texts = new ArrayList<>();
      for (Value item : items(path)) {
        texts.add(scalarOrEmpty(item));
      }
      return List.copyOf(texts);
    }

    /** The scalars of the map at {@code path} as text, sorted by key. */
    public SortedMap<String, String> textMap(String path) {
      SortedMap<String, String> map = new TreeMap<>();
      for (Map.Entry<String, Value> entry : dict(path).entries.entrySet()) {
        map.put(entry.getKey(), scalarOrEmpty(entry.getValue()));
      }
      return map;
    }
  }

  /** The text of a scalar; null for lists and maps. */
  static @Nullable String scalar(Value value) {
    return switch (value) {
      case Text(String text) -> text;
      case Num(long number) -> Long.toString(number);
      case Bool(boolean truth) -> Boolean.toString(truth);
      case Seq ignored -> null;
      case Dict ignored -> null;
    };
  }

  private static String scalarOrEmpty(Value value) {
    String text = scalar(value);
    return text == null ? "" : text;
  }
}
