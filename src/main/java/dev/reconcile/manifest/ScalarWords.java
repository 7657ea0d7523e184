package dev.reconcile.manifest;

import dev.reconcile.fields.FieldType;

/** What a type wants, in words, for when something else than a scalar was found. */
final class ScalarWords {
  private ScalarWords() {}

  static String expected(FieldType.Scalar type) {
    return switch (type) {
      case FieldType.Text ignored -> "a text";
      case FieldType.Matching shape -> shape.expected();
      case FieldType.Choice choice -> "one of " + String.join(", ", choice.words());
      case FieldType.Bool ignored -> "true or false";
      case FieldType.Int ignored -> "an integer";
      case FieldType.Bytes ignored -> "a size such as 256Mi";
      case FieldType.Cpu ignored -> "processors such as 500m";
      case FieldType.Duration ignored -> "a duration such as 10s";
      case FieldType.Mode ignored -> "octal permission bits such as 0644";
      case FieldType.IndexList ignored -> "a list such as 0-1,4";
      case FieldType.HostPath ignored -> "a path";
      case FieldType.ContainerPath ignored -> "an absolute path";
      case FieldType.TreePath ignored -> "a relative path";
      case FieldType.Named named -> "a name such as " + named.names().getFirst();
      case FieldType.OnChange ignored -> "none, restart or signal:NAME";
      case FieldType.ClassId ignored -> "a class such as 0x100001";
      case FieldType.Label ignored -> "a name";
    };
  }
}
