package dev.reconcile.diff;

import dev.reconcile.model.CanonicalJson;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The difference of two canonical specs. Maps are compared key by key, lists as wholes, since their
 * order has a meaning.
 */
public final class SpecDiff {
  private SpecDiff() {}

  /**
   * One place that differs.
   *
   * @param path keys from the top
   * @param from null when it is not in the first spec
   * @param to null when it is not in the second
   */
  public record Difference(List<String> path, @Nullable Value from, @Nullable Value to) {
    public Difference {
      path = List.copyOf(path);
    }

    /** {@code process.args}. */
    public String dotted() {
      return String.join(".", path);
    }
  }

  /**
   * What to change in {@code a} so that it becomes {@code b}, sorted by path; empty when they are
   * equal.
   */
  public static List<Difference> of(Dict a, Dict b) {
    List<Difference> differences = new ArrayList<>();
    compare(List.of(), a, b, differences);
    return differences;
  }

  /** Applies differences; {@code patch(of(a, b), a)} is {@code b}. */
  public static Dict patch(List<Difference> differences, Dict spec) {
    Dict patched = spec;
    for (Difference difference : differences) {
      patched = patch(patched, difference.path, difference.to);
    }
    return patched;
  }

  /** A value as people read it: scalars plain, everything else as JSON; null when there is none. */
  public static @Nullable String text(@Nullable Value value) {
    if (value == null) {
      return null;
    }
    String scalar = Value.scalar(value);
    return scalar == null ? CanonicalJson.of(value) : scalar;
  }

  private static void compare(List<String> path, Dict a, Dict b, List<Difference> into) {
    SortedSet<String> keys = new TreeSet<>(a.entries().keySet());
    keys.addAll(b.entries().keySet());
    for (String key : keys) {
      Value from = a.entries().get(key);
      Value to = b.entries().get(key);
      if (from != null && from.equals(to)) {
        continue;
      }
      List<String> here = new ArrayList<>(path);
      here.add(key);
      if (from instanceof Dict left && to instanceof Dict right) {
        compare(here, left, right, into);
      } else {
        into.add(new Difference(here, from, to));
      }
    }
  }

  private static Dict patch(Dict dict, List<String> path, @Nullable Value to) {
    String key = path.getFirst();
    if (path.size() == 1) {
      return to == null ? without(dict, key) : dict.with(key, to);
    }
    Dict inner = dict.entries().get(key) instanceof Dict below ? below : Dict.EMPTY;
    return dict.with(key, patch(inner, path.subList(1, path.size()), to));
  }

  private static Dict without(Dict dict, String key) {
    java.util.TreeMap<String, Value> rest = new java.util.TreeMap<>(dict.entries());
    rest.remove(key);
    return new Dict(rest);
  }
}
