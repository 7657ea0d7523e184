package dev.reconcile.diff;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What changing a field costs, by the field table; the values of a map of free keys cost what the
 * map does.
 */
final class FieldCosts {
  /** Rows of a container by their path: asked once for every field of every container. */
  private static final Map<String, Mutability> CONTAINER = rows();

  private FieldCosts() {}

  private static Map<String, Mutability> rows() {
    Map<String, Mutability> rows = new HashMap<>();
    for (Field field : FieldTable.fields(Kind.CONTAINER)) {
      rows.put(field.path(), field.mutability());
    }
    return Map.copyOf(rows);
  }

  static boolean isLive(String containerPath) {
    return of(Kind.CONTAINER, containerPath) == Mutability.LIVE;
  }

  static Mutability of(Kind kind, String path) {
    for (String at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
      Mutability known = kind == Kind.CONTAINER ? CONTAINER.get(at) : null;
      if (known != null) {
        return known;
      }
      Mutability found = find(kind, at);
      if (found != null) {
        return found;
      }
      if (at.indexOf('.') < 0) {
        return Mutability.RECREATE;
      }
    }
  }

  private static @Nullable Mutability find(Kind kind, String path) {
    Field field = FieldTable.find(kind, path);
    return field == null ? null : field.mutability();
  }
}
