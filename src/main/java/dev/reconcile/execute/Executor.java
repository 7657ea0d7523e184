package dev.reconcile.execute;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.process.Ahead;
import dev.reconcile.kernel.process.Ahead.Sent;
import dev.reconcile.kernel.process.Monitors.Started;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Kind;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Carries out a plan in its order. What can be said as a straight line of instructions is sent to
 * the helper and not waited for until a later step needs it, and so are container starts: they
 * overlap with each other and with what is computed here. A line that fails is done again here,
 * step by step, which tells what is in the way, or overcomes it.
 */
public final class Executor {
  private final Map<Integer, InFlight> inFlight = new LinkedHashMap<>();
  private final @Nullable StepResult[] results;
  private final CgroupExecutor cgroups;
  private final UnitExecutor units;
  private final HierarchyExecutor hierarchies;
  private final ProcessExecutor processes;
  private final ContainerExecutor containers;
  private final StepLine lines;
  private final @Nullable Ahead ahead;
  private @Nullable OpenLine open;

  private Executor(
      CgroupExecutor cgroups,
      UnitExecutor units,
      HierarchyExecutor hierarchies,
      ProcessExecutor processes,
      ContainerExecutor containers,
      StepLine lines,
      @Nullable Ahead ahead,
      int steps) {
    this.cgroups = cgroups;
    this.units = units;
    this.hierarchies = hierarchies;
    this.processes = processes;
    this.containers = containers;
    this.lines = lines;
    this.ahead = ahead;
    this.results = new StepResult[steps];
  }

  /**
   * A step that has begun.
   *
   * @param line whether the helper does later requests after it, so that they can be sent already
   */
  private record InFlight(Step step, Sent sent, boolean line) {}

  /**
   * Executes every step that can be.
   *
   * @param live what the plan was made from, with the hierarchies that it mounts
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
    ContainerExecutor containers =
        new ContainerExecutor(kernel, context, live.hostResolvConf(), cgroupRoot);
    CgroupExecutor cgroups = new CgroupExecutor(kernel.cgroups(), host);
    Executor executor =
        new Executor(
            cgroups,
            new UnitExecutor(kernel.systemd(), cgroups, host),
            new HierarchyExecutor(kernel),
            new ProcessExecutor(kernel),
            containers,
            new StepLine(host, containers),
            kernel.monitors().ahead(),
            plan.steps().size());
    for (Step step : plan.steps()) {
      executor.keep(
          step.number(),
          interrupted.getAsBoolean() ? new StepResult.Interrupted() : executor.attempt(step));
    }
    executor.send();
    executor.settle();
    return new ExecutionReport(plan, Arrays.asList(executor.results));
  }

  /**
   * Keeps how a step ended; of one that is under way, how it is to end.
   *
   * @param number of the step, from 1
   */
  private void keep(int number, StepResult result) {
    results[number - 1] = result;
  }

  private boolean hasSucceeded(int number) {
    return results[number - 1] instanceof StepResult.Done;
  }

  private StepResult attempt(Step step) {
    try {
      List<List<String>> line = ahead == null ? null : lines.of(step.action());
      if (line != null && open != null && open.takes(step, isFree(step), this::isOver)) {
        open.add(step, line);
        return new StepResult.Done(true);
      }
      send();
      boolean startable = step.action() instanceof Action.StartContainer && containers.isJoined();
      boolean sendable = ahead != null && (line != null || startable);
      List<Sent> before = new ArrayList<>();
      for (int needed : step.after()) {
        InFlight begun = inFlight.get(needed);
        if (sendable && begun != null && begun.line()) {
          before.add(begun.sent());
        } else if (!isDone(needed)) {
          return new StepResult.Blocked(needed);
        }
      }
      if (line != null) {
        open = new OpenLine(step, line, before, isFree(step));
      } else if (ahead != null
          && step.action() instanceof Action.StartContainer start
          && startable) {
        Sent sent = ahead.start(containers.directory(start.container()), before);
        inFlight.put(step.number(), new InFlight(step, sent, false));
      } else {
        begin(step);
      }
      return new StepResult.Done(true);
    } catch (IOException refused) {
      return new StepResult.Failed(oneLine(refused));
    }
  }

  /** Sends the line that has been growing. */
  private void send() {
    OpenLine line = open;
    open = null;
    if (line == null || ahead == null) {
      return;
    }
    try {
      Sent sent = ahead.line(line.instructions(), line.before(), line.isFree());
      for (Step step : line.steps()) {
        inFlight.put(step.number(), new InFlight(step, sent, true));
      }
    } catch (KernelException refused) {
      int first = line.steps().getFirst().number();
      for (Step step : line.steps()) {
        keep(step.number(), new StepResult.Blocked(first));
      }
      keep(first, new StepResult.Failed(oneLine(refused)));
    }
  }

  /** Whether a step has ended as it should, as far as can be said without waiting. */
  private boolean isOver(int number) {
    return !inFlight.containsKey(number) && hasSucceeded(number);
  }

  /** Containers wait for their groups: those are made where containers are started. */
  private static boolean isFree(Step step) {
    return step.subject().kind() == Kind.CGROUP;
  }

  private void begin(Step step) throws IOException {
    CompletableFuture<Started> begun = perform(step.action());
    if (begun != null) {
      inFlight.put(step.number(), new InFlight(step, new Sent(0, 0, begun), false));
    }
  }

  /** Waits for a step if need be. */
  private boolean isDone(int number) {
    settle(number);
    return hasSucceeded(number);
  }

  /** Performs an action; what is still under way when this returns is the result. */
  private @Nullable CompletableFuture<Started> perform(Action action) throws IOException {
    switch (action) {
      case Action.MakeCgroup make -> cgroups.make(make);
      case Action.MarkCgroup mark -> cgroups.mark(mark.path(), mark.hierarchies(), mark.marks());
      case Action.EnableControllers enable -> cgroups.enable(enable);
      case Action.WriteLimit write -> cgroups.write(write);
      case Action.RestoreOriginal restore -> cgroups.restore(restore);
      case Action.SetUnitProperties set -> units.set(set);
      case Action.ResetUnitProperties reset -> units.reset(reset);
      case Action.Delegate delegate -> units.delegate(delegate);
      case Action.EndDelegation end -> units.endDelegation(end);
      case Action.KillCgroup kill -> cgroups.kill(kill);
      case Action.MountHierarchy mount -> hierarchies.mount(mount);
      case Action.JoinHierarchies join -> cgroups.join(join);
      case Action.PlaceProcesses place -> processes.place(place);
      case Action.ReturnProcesses back -> processes.giveBack(back);
      case Action.SetHierarchyOptions set -> hierarchies.setOptions(set);
      case Action.ClearHierarchy clear -> cgroups.clear(clear);
      case Action.UnmountHierarchy unmount -> hierarchies.unmount(unmount);
      case Action.RemoveCgroup remove -> {
        if (containers.isMonitorsGroup(remove.path())) {
          settle();
          containers.leaveMonitorsGroup();
        }
        if (containers.isShared(remove.path())) {
          cgroups.removeUnlessBusy(remove);
        } else {
          cgroups.remove(remove);
        }
      }
      case Action.PrepareContainer prepare -> containers.prepare(prepare);
      case Action.StartContainer start -> {
        settleBeforeJoining();
        return containers.start(start);
      }
      case Action.AdoptContainer adopt -> {
        settleBeforeJoining();
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

  /** The monitors' own group must be there before the helper moves into it. */
  private void settleBeforeJoining() {
    if (!containers.isJoined()) {
      settle();
    }
  }

  private void settle() {
    for (int number : List.copyOf(inFlight.keySet())) {
      settle(number);
    }
  }

  private void settle(int number) {
    InFlight begun = inFlight.remove(number);
    if (begun == null) {
      return;
    }
    try {
      Throwable failure = begun.sent().failure();
      if (failure != null) {
        keep(number, again(begun, failure));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      keep(number, new StepResult.Interrupted());
    }
  }

  /**
   * With what it needs in order, what was left out is begun now, and a failed line done with care.
   */
  private StepResult again(InFlight begun, Throwable failure) throws InterruptedException {
    Step step = begun.step();
    for (int needed : step.after()) {
      if (!isDone(needed)) {
        return new StepResult.Blocked(needed);
      }
    }
    boolean leftOut =
        failure instanceof KernelException refused && refused.operation().equals(Ahead.LEFT_OUT);
    if (!begun.line() && !leftOut) {
      return new StepResult.Failed(oneLine(failure));
    }
    try {
      CompletableFuture<Started> started = perform(step.action());
      if (started != null) {
        started.get();
      }
      return new StepResult.Done(false);
    } catch (IOException refused) {
      return new StepResult.Failed(oneLine(refused));
    } catch (ExecutionException refused) {
      Throwable cause = refused.getCause();
      return new StepResult.Failed(oneLine(cause == null ? refused : cause));
    }
  }

  private static String oneLine(Throwable failure) {
    String message = failure.getMessage();
    return (message == null ? failure.toString() : message).replace('\n', ' ');
  }
}
