package dev.reconcile.cli;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.Nearest;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Value.Dict;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code reconcile explain KIND[.field…]}: type, default, meaning, mutability class, kernel files.
 */
final class Explain implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.words(spec, "KIND[.FIELD...]", "Such as container.process.args.");
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    if (call.words().size() != 1) {
      throw new RefusedException("expected KIND or KIND.FIELD, such as container.process.args");
    }
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    String word = call.words().getFirst();
    int dot = word.indexOf('.');
    Kind kind = Words.kind(dot < 0 ? word : word.substring(0, dot));
    String path = dot < 0 ? "" : word.substring(dot + 1);
    path = path.startsWith("spec.") ? path.substring("spec.".length()) : path;
    if (format != Format.TEXT) {
      Dict data = path.isEmpty() ? ExplainData.of(kind) : ExplainData.of(kind, known(kind, path));
      DataWriter.write(call.console().out(), format, data);
      return ExitCode.OK;
    }
    call.console().out().print(path.isEmpty() ? kind(kind) : field(kind, known(kind, path)));
    return ExitCode.OK;
  }

  private static String kind(Kind kind) {
    String state = FieldTable.supported(kind) ? "" : " (not supported yet)";
    return kind.manifestName() + state + "\n\n" + children(kind, "");
  }

  private static Field known(Kind kind, String path) throws RefusedException {
    Field field = find(kind, path);
    if (field != null) {
      return field;
    }
    List<String> known = new ArrayList<>();
    FieldTable.fields(kind).forEach(each -> known.add(each.path()));
    throw new RefusedException(
        kind.id()
            + " has no field '"
            + path
            + "'"
            + Nearest.suggestion(path, known)
            + "; 'reconcile explain "
            + kind.id()
            + "' lists them");
  }

  private static String field(Kind kind, Field field) {
    StringBuilder text = new StringBuilder();
    text.append(kind.manifestName()).append('.').append(field.path()).append("\n\n");
    text.append("  ").append(field.doc()).append("\n\n");
    row(text, "type", TypeText.of(field.type()));
    row(text, "default", field.defaultText() == null ? "none" : field.defaultText());
    row(text, "required", field.required() ? "yes" : "no");
    row(text, "change", change(field));
    field.kernelFiles().forEach(file -> row(text, "kernel", file));
    if (!field.supported()) {
      row(text, "note", "not supported yet");
    }
    if (field.secret()) {
      row(text, "note", "never shown");
    }
    String children = children(kind, field.path());
    return text.append(children.isEmpty() ? "" : "\n" + children).toString();
  }

  /** The {@code []} behind a list may be left out, as in {@code process.rlimits.type}. */
  private static @Nullable Field find(Kind kind, String path) {
    Field field = FieldTable.find(kind, path);
    int dot = path.lastIndexOf('.');
    if (field != null || dot < 0) {
      return field;
    }
    Field parent = find(kind, path.substring(0, dot));
    if (parent == null || !FieldTable.below(parent.type()).equals("[]")) {
      return null;
    }
    return FieldTable.find(kind, parent.path() + "[]" + path.substring(dot));
  }

  private static String change(Field field) {
    return field.mutability().label()
        + switch (field.mutability()) {
          case LIVE -> ": in place, nothing restarts";
          case RESTART -> ": the process is started again";
          case RECREATE -> ": the object is deleted and made again";
        };
  }

  private static void row(StringBuilder text, String name, String value) {
    text.append(String.format("  %-9s %s%n", name + ":", value));
  }

  private static String children(Kind kind, String path) {
    Table table = new Table("FIELD", "TYPE", "DEFAULT", "CHANGE", "MEANING");
    for (Field field : FieldTable.children(kind, path)) {
      String fallback = field.defaultText();
      table.row(
          List.of(
              field.path(),
              TypeText.of(field.type()),
              fallback == null ? "" : fallback,
              field.supported() ? field.mutability().label() : "later",
              field.doc()));
    }
    return table.isEmpty() ? "" : table.text();
  }
}
