package dev.reconcile.engine;

import dev.reconcile.execute.StepResult;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits, without the lock, for what a round has told to stop. */
final class Stops {
  /** Beyond the grace period: for the kill and what the kernel has to release. */
  private static final Duration MARGIN = Duration.ofSeconds(20);

  private static final long FIRST_PAUSE_NANOS = 500_000;
  private static final long LONGEST_PAUSE_NANOS = 20_000_000;

  private Stops() {}

  /**
   * Waits for all of them.
   *
   * @return whether there was anything to wait for, so that another round has something to do
   */
  static boolean await(Parts parts, Round.Look look, Round.End end, BooleanSupplier interrupted)
      throws IOException {
    boolean any = false;
    for (Step step : look.plan().steps()) {
      if (!(end.execution().result(step) instanceof StepResult.Done)
          || interrupted.getAsBoolean()) {
        continue;
      }
      if (step.action() instanceof Action.StopContainer stop) {
        any = true;
        awaitMonitor(parts, stop, grace(look, stop.name()).plus(MARGIN));
      } else if (step.action() instanceof Action.KillCgroup(String path, List<Hierarchy> where)) {
        any = true;
        awaitEmpty(parts, path, where);
      }
    }
    return any;
  }

  private static void awaitMonitor(Parts parts, Action.StopContainer stop, Duration timeout)
      throws IOException {
    Path directory = parts.environment().container(stop.name());
    try {
      if (!parts.kernel().monitors().awaitEnd(directory, stop.monitor(), timeout)) {
        throw new IOException(
            "container "
                + stop.name()
                + " has not stopped within its grace period and "
                + MARGIN.toSeconds()
                + " s more; a process in state D (see ps) waits for the kernel, try again later");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Duration grace(Round.Look look, String name) {
    Entry entry = look.inventory().entries().get(new ResourceId(Kind.CONTAINER, name));
    return entry != null && entry.applied() instanceof Container container
        ? Duration.ofMillis(container.stop().gracePeriod().millis())
        : Duration.ofSeconds(10);
  }

  /** Nothing tells when a v1 group has become empty; look with growing pauses. */
  private static void awaitEmpty(Parts parts, String path, List<Hierarchy> where) {
    long pause = FIRST_PAUSE_NANOS;
    long waited = 0;
    while (waited < MARGIN.toNanos() && !isEmpty(parts, path, where)) {
      LockSupport.parkNanos(pause);
      waited += pause;
      pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
    }
  }

  private static boolean isEmpty(Parts parts, String path, List<Hierarchy> where) {
    for (Hierarchy hierarchy : where) {
      Reading<List<Integer>> processes = parts.kernel().cgroups().processes(hierarchy, path);
      List<Integer> pids = processes.orNull();
      if (pids != null && !pids.isEmpty()) {
        return false;
      }
    }
    return true;
  }
}
