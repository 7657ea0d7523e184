package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.model.Kind;
import java.io.IOException;
import java.util.List;
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
    List<String> words = Words.split(call.words());
    if (words.size() > 2) {
      throw new RefusedException("expected KIND and NAME, not '" + String.join(" ", words) + "'");
    }
    Kind kind = words.isEmpty() ? null : Words.kind(words.getFirst());
    String prefix = kind == null ? "" : kind.id() + "/";
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      EventList all = EventList.of(call.settings().stateDir(), reconciler.look());
      EventList events =
          words.size() == 2
              ? all.where((prefix + words.get(1))::equals)
              : all.where(object -> object.startsWith(prefix));
      if (format == Format.TEXT) {
        call.console().out().print(events.text());
      } else {
        DataWriter.write(call.console().out(), format, events.data());
      }
      return ExitCode.OK;
    }
  }
}
