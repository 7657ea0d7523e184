package dev.reconcile.cli;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.View;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.io.IOException;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code reconcile describe KIND NAME}: desired, live, drift, conditions and last events of one
 * object.
 */
final class Describe implements Verb {
  /** As many events as one takes in at a glance. */
  private static final int LAST = 10;

  @Override
  public void declare(CommandSpec spec) {
    Options.words(spec, "KIND NAME", "The object.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    ResourceId id = Words.object(call.words());
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      View view = reconciler.look();
      Item item = Items.find(Items.of(call.settings(), view), id);
      if (item == null) {
        call.console().error("reconcile describe: " + id + ": not found");
        return ExitCode.NOT_ALL;
      }
      if (format == Format.TEXT) {
        EventList events =
            EventList.of(call.settings().stateDir(), view).where(id.toString()::equals);
        call.console().out().print(text(item, view.drift().changes().get(id)));
        call.console().out().print("Events:\n" + orNone(events.newest(LAST).text()));
      } else {
        DataWriter.write(call.console().out(), format, item.document());
      }
      return ExitCode.OK;
    }
  }

  /** The document in YAML, conditions as a table, drift by field. */
  static String text(Item item, @Nullable Change change) {
    Dict status = item.document().dict("status");
    StringBuilder text = new StringBuilder();
    text.append(item.kind()).append(' ').append(item.name()).append("\n\n");
    section(text, "Metadata", YamlText.of(item.document().dict("metadata")));
    section(text, "Spec", YamlText.of(item.document().dict("spec")));
    section(text, "Status", YamlText.of(without(status, "conditions")));
    section(text, "Conditions", conditions(status));
    section(text, "Drift", drift(change));
    return text.toString();
  }

  private static void section(StringBuilder text, String title, String body) {
    text.append(title).append(":\n").append(orNone(body)).append('\n');
  }

  private static String orNone(String body) {
    return body.isEmpty() ? "none\n" : body;
  }

  private static Dict without(Dict dict, String key) {
    SortedMap<String, Value> entries = new TreeMap<>(dict.entries());
    entries.remove(key);
    return new Dict(entries);
  }

  private static String conditions(Dict status) {
    Table table = new Table("TYPE", "STATUS", "REASON", "MESSAGE");
    for (Value value : status.items("conditions")) {
      if (value instanceof Dict condition) {
        table.row(
            List.of(
                condition.text("type", ""),
                condition.text("status", ""),
                condition.text("reason", ""),
                condition.text("message", "")));
      }
    }
    return table.isEmpty() ? "" : table.text();
  }

  private static String drift(@Nullable Change change) {
    return switch (change) {
      case null -> "";
      case Change.NoOp ignored -> "";
      case Change.Update update -> fields(update.fields());
      case Change.Replace replace -> fields(replace.fields());
      case Change.Create create -> create.reason() + "\n";
      case Change.Delete delete -> delete.reason() + "\n";
      case Change.Skip skip -> skip.reason() + "\n";
    };
  }

  private static String fields(List<FieldChange> fields) {
    StringBuilder text = new StringBuilder();
    for (FieldChange field : fields) {
      text.append(FieldChangeText.of(field)).append('\n');
    }
    return text.toString();
  }
}
