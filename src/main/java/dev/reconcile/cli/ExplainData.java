package dev.reconcile.cli;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.ArrayList;
import java.util.List;

/** A kind or a field for programs; {@code fields} are those right below it. */
final class ExplainData {
  private ExplainData() {}

  static Dict of(Kind kind) {
    return Dict.EMPTY
        .with("kind", new Text(kind.manifestName()))
        .with("supported", new Bool(FieldTable.supported(kind)))
        .with("fields", children(kind, ""));
  }

  static Dict of(Kind kind, Field field) {
    List<Value> files = new ArrayList<>();
    field.kernelFiles().forEach(file -> files.add(new Text(file)));
    return row(field)
        .with("kind", new Text(kind.manifestName()))
        .with("kernelFiles", new Seq(files))
        .with("fields", children(kind, field.path()));
  }

  private static Seq children(Kind kind, String path) {
    List<Value> rows = new ArrayList<>();
    FieldTable.children(kind, path).forEach(field -> rows.add(row(field)));
    return new Seq(rows);
  }

  private static Dict row(Field field) {
    Dict row =
        Dict.EMPTY
            .with("path", new Text(field.path()))
            .with("type", new Text(TypeText.of(field.type())))
            .with("doc", new Text(field.doc()))
            .with("mutability", new Text(field.mutability().label()))
            .with("required", new Bool(field.required()))
            .with("secret", new Bool(field.secret()))
            .with("supported", new Bool(field.supported()));
    String fallback = field.defaultText();
    return fallback == null ? row : row.with("default", new Text(fallback));
  }
}
