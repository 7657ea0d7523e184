package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile wait KIND NAME --for=GOAL}: until an object is as asked, or the time is up. */
final class WaitVerb implements Verb {
  static final Duration TIMEOUT = Duration.ofMinutes(5);

  @Override
  public void declare(CommandSpec spec) {
    Options.value(spec, "--for", "GOAL", "ready (default), deleted or exited.");
    Options.value(spec, "--timeout", "TIME", "How long to wait (default 5m).");
    Options.words(spec, "KIND NAME", "The object.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException, InterruptedException {
    call.format(Format.TEXT);
    Goal goal = Goal.parse(call.text("--for", "ready"));
    ResourceId id = Words.object(call.words());
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      Patience patience =
          new Patience(call.settings(), reconciler, goal, call.duration("--timeout", TIMEOUT));
      List<String> failures = patience.await(List.of(id));
      failures.forEach(line -> call.console().error("reconcile wait: " + line));
      if (failures.isEmpty()) {
        call.console().out().println(id + " " + goal.label());
      }
      return failures.isEmpty() ? ExitCode.OK : ExitCode.NOT_ALL;
    }
  }
}
