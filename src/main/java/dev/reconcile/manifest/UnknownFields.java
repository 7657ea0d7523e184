package dev.reconcile.manifest;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.Nearest;
import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to say about a field that nobody knows. */
final class UnknownFields {
  private UnknownFields() {}

  /** Names the same field elsewhere, a near sibling, a near field elsewhere, or all siblings. */
  static String message(Kind kind, String key, Collection<String> known) {
    Field same = elsewhere(kind, key);
    if (same != null) {
      return misplaced(key, same);
    }
    List<String> all = new ArrayList<>();
    for (Field field : FieldTable.fields(kind)) {
      all.add(field.key());
    }
    String near = Nearest.to(key, known) == null ? Nearest.to(key, all) : null;
    Field other = near == null ? null : elsewhere(kind, near);
    return other == null ? Maps.unknown(key, known) : misplaced(key, other);
  }

  private static String misplaced(String key, Field field) {
    return "unknown field "
        + Scalars.quote(key)
        + " here; did you mean 'spec."
        + field.path()
        + "'?";
  }

  /** The first supported field of that name, in the order of the contract. */
  private static @Nullable Field elsewhere(Kind kind, String key) {
    for (Field field : FieldTable.fields(kind)) {
      if (field.supported() && field.key().equals(key)) {
        return field;
      }
    }
    return null;
  }
}
