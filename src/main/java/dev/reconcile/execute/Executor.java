package dev.reconcile.execute;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.process.Monitors.Started;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.LiveState;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan in its order. Container starts are sent to the helper and not waited for until
 * a later step needs them: they overlap with each other and with the steps of other objects.
 */
public final class Executor {
  private final Map<Integer, CompletableFuture<Started>> inFlight = new TreeMap<>();
  private final SortedMap<Integer, StepResult> results = new TreeMap<>();
  private final CgroupExecutor cgroups;
  private final ContainerExecutor containers;

  private Executor(CgroupExecutor cgroups, ContainerExecutor containers) {
    this.cgroups = cgroups;
    this.containers = containers;
  }

  /**
   * Executes every step that can be.
   *
   * @param live what the plan was made from
   * @param interrupted asked before each step; once true, no further step begins
   */
  public static ExecutionReport execute(
      Plan plan,
      LiveState live,
      Kernel kernel,
      Path stateDir,
      Path runDir,
      String cgroupRoot,
      BooleanSupplier interrupted) {
    CgroupHost host = live.host();
    boolean mqueue = kernel.files().exists(Path.of("/dev/mqueue"));
    ProgramContext context =
        new ProgramContext(host, stateDir, runDir, live.missingCapabilities(), mqueue);
    Executor executor =
        new Executor(
            new CgroupExecutor(kernel.cgroups(), host),
            new ContainerExecutor(kernel, context, live.hostResolvConf(), cgroupRoot));
    for (Step step : plan.steps()) {
      executor.results.put(
          step.number(),
          interrupted.getAsBoolean() ? new StepResult.Interrupted() : executor.attempt(step));
    }
    executor.settle();
    return new ExecutionReport(plan, executor.results);
  }

  private StepResult attempt(Step step) {
    for (int needed : step.after()) {
      settle(needed);
      if (!(results.get(needed) instanceof StepResult.Done)) {
        return new StepResult.Blocked(needed);
      }
    }
    try {
      CompletableFuture<Started> begun = perform(step.action());
      if (begun != null) {
        inFlight.put(step.number(), begun);
      }
      return new StepResult.Done();
    } catch (IOException refused) {
      return new StepResult.Failed(oneLine(refused));
    }
  }

  /** Performs an action; what is still under way when this returns is the result. */
  private @Nullable CompletableFuture<Started> perform(Action action) throws IOException {
    switch (action) {
      case Action.MakeCgroup make -> cgroups.make(make);
      case Action.MarkCgroup mark -> cgroups.mark(mark.path(), mark.hierarchies(), mark.marks());
      case Action.EnableControllers enable -> cgroups.enable(enable);
      case Action.WriteLimit write -> cgroups.write(write);
      case Action.RestoreOriginal restore -> cgroups.restore(restore);
      case Action.KillCgroup kill -> cgroups.kill(kill);
      case Action.RemoveCgroup remove -> {
        containers.leaveMonitorsGroup(remove.path());
        cgroups.remove(remove);
      }
      case Action.PrepareContainer prepare -> containers.prepare(prepare);
      case Action.StartContainer start -> {
        return containers.start(start);
      }
      case Action.AdoptContainer adopt -> {
        return containers.adopt(adopt);
      }
      case Action.RewriteInitFiles rewrite -> containers.rewriteInitFiles(rewrite);
      case Action.SignalProcess signal -> containers.signal(signal);
      case Action.ReloadMonitor reload -> containers.reload(reload);
      case Action.SetHostname hostname -> containers.setHostname(hostname);
      case Action.SetRlimit rlimit -> containers.setRlimit(rlimit);
      case Action.StopContainer stop -> containers.stop(stop);
      case Action.RemoveContainerFiles remove -> containers.removeFiles(remove);
      case Action.Record ignored -> {
        // The engine writes the inventory.
      }
    }
    return null;
  }

  private void settle() {
    for (int number : java.util.List.copyOf(inFlight.keySet())) {
      settle(number);
    }
  }

  private void settle(int number) {
    CompletableFuture<Started> begun = inFlight.remove(number);
    if (begun == null) {
      return;
    }
    try {
      begun.get();
    } catch (ExecutionException failed) {
      Throwable cause = failed.getCause();
      results.put(number, new StepResult.Failed(oneLine(cause == null ? failed : cause)));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      results.put(number, new StepResult.Interrupted());
    }
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return (message == null ? failure.toString() : message).replace('\n', ' ');
  }
}
