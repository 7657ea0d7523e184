package dev.reconcile.cli;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.engine.Preview;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Scope;
import dev.reconcile.manifest.ParseResult;
import java.io.IOException;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile diff -f PATH}: desired against live; exit status 1 when they differ. */
final class Diff implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Requests.declare(spec);
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    Requests.refuseUnsupported(call);
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    ParseResult input = Input.readForLook(call, null);
    Scope scope = Requests.scope(call, input.desired(), null);
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      Preview preview = reconciler.preview(scope);
      ChangeSet changes = preview.changes();
      if (!changes.refusals().isEmpty()) {
        throw Requests.refused(changes.refusals(), input.places());
      }
      if (format == Format.TEXT) {
        call.console().out().print(DiffText.of(changes, call.settings().paint()));
      } else {
        DataWriter.write(call.console().out(), format, DiffData.of(changes));
      }
      Requests.printNotes(call.console(), changes.notes());
      return changes.isClean() ? ExitCode.OK : ExitCode.NOT_ALL;
    }
  }
}
