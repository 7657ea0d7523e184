package dev.reconcile.manifest;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.Nearest;
import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Kind;
import java.util.ArrayList;
import java.util.List;

/** What to say about a field that nobody knows. */
final class UnknownFields {
  private UnknownFields() {}

  /** Names a near sibling, else the same name elsewhere in the kind, else all siblings. */
  static String message(Kind kind, String key, List<Field> siblings) {
    List<String> known = new ArrayList<>();
    for (Field sibling : siblings) {
      known.add(SpecDecoder.key(sibling));
    }
    if (Nearest.to(key, known) != null) {
      return Maps.unknown(key, known);
    }
    for (Field field : FieldTable.fields(kind)) {
      if (SpecDecoder.key(field).equals(key)) {
        return "unknown field "
            + Scalars.quote(key)
            + " here; did you mean 'spec."
            + field.path()
            + "'?";
      }
    }
    return Maps.unknown(key, known);
  }
}
