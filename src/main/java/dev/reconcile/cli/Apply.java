package dev.reconcile.cli;

import dev.reconcile.engine.Preview;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.Scope;
import dev.reconcile.manifest.ParseResult;
import dev.reconcile.manifest.Places;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/** {@code reconcile apply -f PATH}: validates everything, plans, applies, says what came of it. */
final class Apply implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Requests.declare(spec);
    Options.flag(spec, "--dry-run", "Prints the plan and changes nothing.");
    Options.flag(spec, "--wait", "Waits until every container is ready.");
    Options.value(spec, "--timeout", "TIME", "How long to wait (default 5m).");
    Options.value(spec, "--plan", "FILE", "Does what was planned, or refuses if that is stale.");
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException, InterruptedException {
    Requests.refuseUnsupported(call);
    Format format = call.format(Format.TEXT, Format.JSON, Format.YAML);
    PlanFile saved = savedPlan(call);
    ParseResult input = Input.readForLook(call, saved);
    Scope scope = Requests.scope(call, input.desired(), saved == null ? null : saved.fingerprint());
    if (call.flag("--dry-run")) {
      return dryRun(call, scope, input.places());
    }
    call.needsRoot("it makes namespaces, mounts and cgroups");
    try (Reconciler reconciler = new Reconciler(call.settings().environment());
        Interrupts _ = new Interrupts(reconciler::interrupt)) {
      int status = Outcomes.print(call, format, reconciler.reconcile(scope), input.places());
      return status == ExitCode.OK && call.flag("--wait")
          ? awaitReady(call, reconciler, scope)
          : status;
    }
  }

  private static int awaitReady(Invocation call, Reconciler reconciler, Scope scope)
      throws IOException, InterruptedException {
    call.console().flush();
    List<ResourceId> containers = new ArrayList<>();
    for (Resource resource : scope.desired().resources().values()) {
      if (resource.kind() == Kind.CONTAINER && !resource.metadata().reconcileDisabled()) {
        containers.add(resource.id());
      }
    }
    Patience patience = new Patience(call.settings(), reconciler, Goal.DONE, scope.timeout());
    List<String> failures = patience.await(containers);
    failures.forEach(line -> call.console().error("reconcile apply: " + line));
    return failures.isEmpty() ? ExitCode.OK : ExitCode.NOT_ALL;
  }

  private static @Nullable PlanFile savedPlan(Invocation call)
      throws RefusedException, IOException {
    String file = call.text("--plan");
    return file == null ? null : PlanFile.read(Path.of(file));
  }

  private static int dryRun(Invocation call, Scope scope, Places places)
      throws RefusedException, IOException {
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      Preview preview = reconciler.preview(scope);
      PlanVerb.print(call, preview, places);
      return ExitCode.OK;
    }
  }
}
