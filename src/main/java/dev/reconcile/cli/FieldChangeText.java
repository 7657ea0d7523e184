package dev.reconcile.cli;

import dev.reconcile.diff.FieldChange;
import org.jspecify.annotations.Nullable;

/** One field's difference for people; what is secret stays so. */
final class FieldChangeText {
  private FieldChangeText() {}

  /** {@code memory.max: 64Mi -> 96Mi (live)}, with {@code drift} where the host moved. */
  static String of(FieldChange change) {
    boolean asked = change.cause() == FieldChange.Cause.MANIFEST;
    String cause = asked ? "" : change.cause().label() + ", ";
    return change.path()
        + ": "
        + from(change)
        + " -> "
        + to(change)
        + " ("
        + cause
        + change.mutability().label()
        + ")";
  }

  /** What is. */
  static String from(FieldChange change) {
    return value(change, change.from());
  }

  /** What should be. */
  static String to(FieldChange change) {
    return value(change, change.to());
  }

  private static String value(FieldChange change, @Nullable String value) {
    if (value == null) {
      return "not set";
    }
    return change.secret() ? "<secret>" : value.replace("\n", "\\n");
  }
}
