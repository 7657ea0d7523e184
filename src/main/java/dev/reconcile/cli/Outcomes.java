package dev.reconcile.cli;

import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.manifest.Places;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.util.Map;

/** Prints what a run did and picks its exit status. */
final class Outcomes {
  private Outcomes() {}

  static int print(Invocation call, Format format, Report report, Places places)
      throws RefusedException, IOException {
    Console console = call.console();
    if (!report.refusals().isEmpty()) {
      throw Requests.refused(report.refusals(), places);
    }
    if (format == Format.TEXT) {
      console.out().print(ReportText.of(report, call.settings().paint()));
    } else {
      DataWriter.write(console.out(), format, ReportText.data(report));
    }
    Requests.printNotes(console, report.notes());
    for (Map.Entry<ResourceId, Outcome> outcome : report.outcomes().entrySet()) {
      if (outcome.getValue().verdict() == Verdict.FAILED) {
        console.error(
            "reconcile "
                + call.verb()
                + ": "
                + outcome.getKey()
                + ": "
                + outcome.getValue().message());
      }
    }
    if (report.interrupted()) {
      console.error("reconcile " + call.verb() + ": interrupted; run it again to finish");
      return ExitCode.INTERRUPTED;
    }
    return report.succeeded() ? ExitCode.OK : ExitCode.NOT_ALL;
  }
}
