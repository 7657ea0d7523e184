package dev.reconcile.execute;

import dev.reconcile.diff.ProcessPlacement;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.process.Processes.ProcessStat;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCandidate;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.plan.Action;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Moves existing processes into groups and back. All threads of a process move with it. */
final class ProcessExecutor {
  private static final String PROCS = "cgroup.procs";

  /** A group that forks while it is emptied must be emptied again. */
  private static final int LOOKS = 1000;

  /** The group is gone, or passes controllers on and takes no processes: the one above may. */
  private static final Set<String> HIGHER = Set.of("ENOENT", "ENODEV", "EBUSY", "EOPNOTSUPP");

  private final Kernel kernel;

  ProcessExecutor(Kernel kernel) {
    this.kernel = kernel;
  }

  /** Hierarchy by hierarchy: attaching takes a lock whose second taker in a row waits no more. */
  void place(Action.PlaceProcesses place) throws KernelException {
    for (Hierarchy hierarchy : place.hierarchies()) {
      for (LiveCandidate process : place.processes()) {
        if (isSame(process.pid(), process.startTime())) {
          move(hierarchy, place.path(), process.pid());
        }
      }
    }
  }

  private boolean isSame(int pid, long startTime) {
    ProcessStat stat = kernel.processes().stat(pid).orNull();
    return stat != null && stat.startTime() == startTime;
  }

  /** Whoever has ended need not be moved. */
  private void move(Hierarchy hierarchy, String path, int pid) throws KernelException {
    try {
      kernel.cgroups().write(hierarchy, path, PROCS, Integer.toString(pid));
    } catch (KernelException refused) {
      if (!refused.errno().equals("ESRCH")) {
        throw refused;
      }
    }
  }

  void giveBack(Action.ReturnProcesses back) throws KernelException {
    for (Hierarchy hierarchy : back.hierarchies()) {
      for (int look = 0; look < LOOKS && giveBack(back, hierarchy); look++) {
        Thread.onSpinWait();
      }
    }
  }

  /** Whether somebody had to be moved. */
  private boolean giveBack(Action.ReturnProcesses back, Hierarchy hierarchy)
      throws KernelException {
    List<Integer> pids = kernel.cgroups().processes(hierarchy, back.path()).orNull();
    boolean moved = false;
    for (int pid : pids == null ? List.<Integer>of() : pids) {
      ProcessStat stat = kernel.processes().stat(pid).orNull();
      String origin = stat == null ? null : origin(back, hierarchy, stat);
      if (origin != null || (stat != null && back.all())) {
        release(hierarchy, origin == null ? "/" : origin, pid);
        moved = true;
      }
    }
    return moved;
  }

  private static @Nullable String origin(
      Action.ReturnProcesses back, Hierarchy hierarchy, ProcessStat stat) {
    return back.origins().get(ProcessPlacement.key(stat.pid(), stat.startTime(), hierarchy.id()));
  }

  private void release(Hierarchy hierarchy, String origin, int pid) throws KernelException {
    for (String path = origin; ; path = CgroupPaths.parent(path)) {
      try {
        move(hierarchy, path, pid);
        return;
      } catch (KernelException refused) {
        if (path.equals("/") || !HIGHER.contains(refused.errno())) {
          throw refused;
        }
      }
    }
  }
}
