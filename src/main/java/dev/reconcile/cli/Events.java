package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile events [KIND [NAME]]}: what happened, the newest last. */
final class Events implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.words(spec, "[KIND [NAME]]", "Of which objects.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    Selection selection = Selection.of(call);
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      EventList all = EventList.of(call.settings().stateDir(), reconciler.look());
      EventList events = all.where(object -> holds(selection, object));
      if (format == Format.TEXT) {
        call.console().out().print(events.text());
      } else {
        DataWriter.write(call.console().out(), format, events.data());
      }
      return ExitCode.OK;
    }
  }

  /** An event's object is {@code container/web}; what is written otherwise is of no kind. */
  private static boolean holds(Selection selection, String object) {
    ResourceId id = ResourceId.parse(object);
    return id == null
        ? selection.kind() == null
        : selection.holds(id.kind().manifestName(), id.name());
  }
}
