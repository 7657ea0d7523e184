package dev.reconcile.diff;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What changing a field costs, by the field table; the values of a map of free keys cost what the
 * map does.
 */
final class FieldCosts {
  private static final Map<String, Boolean> LIVE = new ConcurrentHashMap<>();

  private FieldCosts() {}

  static boolean isLive(String containerPath) {
    return LIVE.computeIfAbsent(containerPath, path -> of(Kind.CONTAINER, path) == Mutability.LIVE);
  }

  static Mutability of(Kind kind, String path) {
    for (String at = path; ; at = at.substring(0, at.lastIndexOf('.'))) {
      Field field = FieldTable.find(kind, at);
      if (field != null) {
        return field.mutability();
      }
      if (at.indexOf('.') < 0) {
        return Mutability.RECREATE;
      }
    }
  }
}
