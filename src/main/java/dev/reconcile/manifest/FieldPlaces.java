package dev.reconcile.manifest;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.error.Mark;

/**
 * Where the fields of one object stand. Every object of a manifest keeps its places to the end, and
 * few are ever asked for: they are written down in arrays, and found by name only when somebody
 * asks an object that has many.
 */
final class FieldPlaces {
  /** So many are looked through. */
  private static final int FEW = 32;

  private String[] paths = {};

  /** Line and column of each, from 1. */
  private int[] at = {};

  private int count;
  private @Nullable Map<String, Integer> numbers;

  /** Of the places of one field, the last counts. */
  void put(String path, Mark mark, int lineOffset) {
    if (count == paths.length) {
      int room = Math.max(FEW, 2 * count);
      paths = Arrays.copyOf(paths, room);
      at = Arrays.copyOf(at, 2 * room);
    }
    paths[count] = path;
    at[2 * count] = mark.getLine() + lineOffset + 1;
    at[2 * count + 1] = mark.getColumn() + 1;
    if (numbers != null) {
      numbers.put(path, count);
    }
    count++;
  }

  /** Null when the field is not there. */
  @Nullable Position of(String path) {
    int number = number(path);
    return number < 0 ? null : new Position(at[2 * number], at[2 * number + 1]);
  }

  boolean has(String path) {
    return number(path) >= 0;
  }

  private int number(String path) {
    if (count > FEW) {
      return byName().getOrDefault(path, -1);
    }
    for (int number = count - 1; number >= 0; number--) {
      if (paths[number].equals(path)) {
        return number;
      }
    }
    return -1;
  }

  private Map<String, Integer> byName() {
    Map<String, Integer> known = numbers;
    if (known == null) {
      known = new HashMap<>();
      for (int number = 0; number < count; number++) {
        known.put(paths[number], number);
      }
      numbers = known;
    }
    return known;
  }
}
