package dev.reconcile.cli;

import dev.reconcile.engine.Preview;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Scope;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.manifest.Places;
import java.io.IOException;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile plan -f PATH}: the steps that {@code apply} would take, in order. */
final class PlanVerb implements Verb {
  /** {@code --detailed-exitcode}: there is something to do. */
  private static final int CHANGES = 2;

  @Override
  public void declare(CommandSpec spec) {
    Requests.declare(spec);
    Options.value(spec, "--out", "FILE", "Saves the plan for apply --plan FILE.");
    Options.flag(spec, "--detailed-exitcode", "0: nothing to do, 1: error, 2: changes.");
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException {
    Requests.refuseUnsupported(call);
    ParseResult input = Input.readForLook(call, null);
    Scope scope = Requests.scope(call, input.desired(), null);
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      Preview preview = reconciler.preview(scope);
      print(call, preview, input.places());
      String out = call.text("--out");
      if (out != null) {
        PlanFile.of(call, preview.fingerprint()).write(Path.of(out));
      }
      boolean changes = call.flag("--detailed-exitcode") && !preview.plan().isEmpty();
      return changes ? CHANGES : ExitCode.OK;
    }
  }

  /** 2 is what {@code --detailed-exitcode} says of changes. */
  @Override
  public int refusal() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  /** Prints a plan, or refuses as {@code apply} would. */
  static void print(Invocation call, Preview preview, Places places)
      throws RefusedException, IOException {
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    if (!preview.changes().refusals().isEmpty()) {
      throw Requests.refused(preview.changes().refusals(), places);
    }
    if (format == Format.TEXT) {
      call.console()
          .out()
          .print(PlanText.of(preview.plan(), call.settings().paint(), call.settings().verbose()));
    } else {
      DataWriter.write(call.console().out(), format, PlanData.of(preview.plan()));
    }
    Requests.printNotes(call.console(), preview.changes().notes());
  }
}
