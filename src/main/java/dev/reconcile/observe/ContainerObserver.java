package dev.reconcile.observe;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.process.Processes;
import dev.reconcile.kernel.process.Processes.ProcessStat;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.NamespaceMode;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at one container: its leaf is known, its process, monitor and files are read. */
final class ContainerObserver {
  private final Kernel kernel;
  private final Path containersDirectory;
  private final Map<String, Integer> monitors;
  private final InitFinder inits;
  private final InitLayerObserver initLayers;

  /**
   * @param monitors container name to PID, of all that live
   */
  ContainerObserver(
      Kernel kernel,
      Path containersDirectory,
      Map<String, Integer> monitors,
      InitFinder inits,
      InitLayerObserver initLayers) {
    this.kernel = kernel;
    this.containersDirectory = containersDirectory;
    this.monitors = Map.copyOf(monitors);
    this.inits = inits;
    this.initLayers = initLayers;
  }

  /**
   * Looks.
   *
   * @param leaves the groups that its versions are to be in, oldest version first; not empty
   */
  LiveContainer read(Versions container, List<LiveCgroup> leaves) {
    String name = container.id().name();
    Path directory = containersDirectory.resolve(name);
    int monitor = monitors.getOrDefault(name, 0);
    Reading<MonitorStatus> status = kernel.monitors().status(directory);
    LiveCgroup leaf = leaves.getFirst();
    ProcessStat init = null;
    for (LiveCgroup candidate : leaves) {
      if (init == null && !candidate.isAbsent()) {
        leaf = candidate;
        init = inits.find(candidate, status, sharesPids(container), monitor > 0);
      }
    }
    boolean program = kernel.files().exists(directory.resolve("program"));
    boolean exists = program || kernel.files().exists(directory);
    return new LiveContainer(
        leaf,
        init == null ? null : process(init, leaf),
        monitor,
        status,
        exists,
        program,
        initLayers.read(directory, container));
  }

  /** By the version that was confirmed last, else by the one there is. */
  private static boolean sharesPids(Versions container) {
    Resource version = container.versions().getFirst();
    return version instanceof Container c
        && c.namespaces().get(NamespaceType.PID) == NamespaceMode.HOST;
  }

  private @Nullable LiveProcess process(ProcessStat init, LiveCgroup leaf) {
    Processes processes = kernel.processes();
    int pid = init.pid();
    LiveProcess process =
        new LiveProcess(
            pid,
            init.startTime(),
            init.state(),
            inits.strayed(pid, leaf),
            processes.namespaces(pid),
            processes.mounts(pid),
            processes.hostname(pid, init.startTime()),
            processes.rlimits(pid));
    // What was read belongs to this process only if it still is the same one.
    ProcessStat after = processes.stat(pid).orNull();
    return after != null && after.startTime() == init.startTime() ? process : null;
  }
}
