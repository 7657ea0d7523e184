package dev.reconcile.cli;

import dev.reconcile.cli.Goal.Progress;
import dev.reconcile.engine.Reconciler;
import dev.reconcile.engine.View;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * {@code reconcile restart NAME}: its monitor ends the process, by stop signal and grace period,
 * and starts it again; the writable layer stays.
 */
final class Restart implements Verb {
  @Override
  public void declare(CommandSpec spec) {
    Options.value(spec, "--timeout", "TIME", "How long to wait for the new process (default 5m).");
    Options.words(spec, "NAME", "The container.");
  }

  @Override
  public int failure() {
    return ExitCode.NOT_ALL;
  }

  @Override
  public int run(Invocation call) throws RefusedException, IOException, InterruptedException {
    call.format(Format.TEXT);
    if (call.words().size() != 1) {
      throw new RefusedException("expected NAME, the container");
    }
    call.needsRoot("it signals the container's monitor");
    ResourceId id = new ResourceId(Kind.CONTAINER, call.words().getFirst());
    Duration timeout = call.duration("--timeout", WaitVerb.TIMEOUT);
    try (Reconciler reconciler = new Reconciler(call.settings().environment())) {
      View view = reconciler.look();
      Item before = Items.find(Items.of(call.settings(), view), id);
      LiveContainer live = view.live().containers().get(id);
      if (before == null || live == null) {
        throw new IOException(id + ": not found");
      }
      refuse(id, before, live, view.live().frozen(live.leaf()));
      reconciler
          .kernel()
          .monitors()
          .restart(call.settings().environment().container(id.name()), live.monitor());
      Aim aim = new AnotherRun(before.status("restarts"));
      List<String> failures =
          new Patience(call.settings(), reconciler, aim, timeout).await(List.of(id));
      failures.forEach(line -> call.console().error("reconcile restart: " + line));
      if (failures.isEmpty()) {
        call.console().out().println(id + " restarted");
      }
      return failures.isEmpty() ? ExitCode.OK : ExitCode.NOT_ALL;
    }
  }

  /** {@code restarts} counts every run but the first. */
  private record AnotherRun(String restarts) implements Aim {
    @Override
    public String label() {
      return "restarted";
    }

    @Override
    public Progress progress(@Nullable Item item) {
      if (item == null) {
        return Progress.OUT_OF_REACH;
      }
      return item.status("restarts").equals(restarts) ? Progress.UNDER_WAY : Progress.REACHED;
    }
  }

  private static void refuse(ResourceId id, Item item, LiveContainer live, @Nullable String frozen)
      throws IOException {
    if (live.monitor() == 0) {
      throw new IOException(
          id + ": it is " + item.status("phase") + " and has no monitor; delete it and apply");
    }
    if (frozen != null) {
      throw new IOException(id + ": cgroup " + frozen + " is frozen; thaw it first");
    }
  }
}
