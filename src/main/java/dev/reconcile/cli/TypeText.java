package dev.reconcile.cli;

import dev.reconcile.fields.FieldType;

/** A field's type in a few words. */
final class TypeText {
  private TypeText() {}

  static String of(FieldType type) {
    return switch (type) {
      case FieldType.Section ignored -> "map";
      case FieldType.SectionList ignored -> "list of maps";
      case FieldType.ShorthandList ignored -> "list of maps or names";
      case FieldType.FreeMap(FieldType values) -> "map of " + of(values);
      case FieldType.ScalarList list -> "list of " + of(list.items());
      case FieldType.ScalarOrSection(FieldType.Scalar scalar) -> of(scalar) + " or map";
      case FieldType.ScalarOrList either ->
          of(either.scalar()) + " or list of " + of(either.items());
      case FieldType.Text ignored -> "text";
      case FieldType.Matching matching -> matching.expected();
      case FieldType.Choice choice -> String.join(" | ", choice.words());
      case FieldType.Bool ignored -> "true | false";
      case FieldType.Int range -> integer(range);
      case FieldType.Bytes(boolean max) -> "size" + (max ? " or max" : "");
      case FieldType.Cpu(boolean max) -> "CPUs" + (max ? " or max" : "");
      case FieldType.Duration ignored -> "duration";
      case FieldType.Mode ignored -> "octal mode";
      case FieldType.IndexList ignored -> "index list";
      case FieldType.HostPath ignored -> "path on the host";
      case FieldType.TreePath ignored -> "relative path";
      case FieldType.ContainerPath ignored -> "path in the container";
      case FieldType.Named named -> "name, with or without " + named.prefix();
      case FieldType.OnChange ignored -> "none | restart | signal:NAME";
      case FieldType.ClassId ignored -> "class 0xMMMMmmmm";
      case FieldType.Label ignored -> "name";
    };
  }

  private static String integer(FieldType.Int range) {
    String upper = range.max() >= Integer.MAX_VALUE ? "" : Long.toString(range.max());
    return "integer " + range.min() + ".." + upper + (range.allowMax() ? " or max" : "");
  }
}
