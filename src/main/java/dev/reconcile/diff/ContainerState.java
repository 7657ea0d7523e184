package dev.reconcile.diff;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.model.ResourceId;
import org.jspecify.annotations.Nullable;

/**
 * What a container is doing, by what the kernel says; the monitor's record is believed only for
 * what has ended.
 */
public enum ContainerState {
  /** No process, and no record of an end that is final. */
  NONE,
  /** A monitor lives: the process runs, or will be started again. */
  MONITORED,
  /** A monitor is stopping it. */
  STOPPING,
  /** PID 1 lives without a monitor. */
  ORPHANED,
  /** It ended, and by its restart policy stays so. */
  FINAL;

  /** Reads the state; {@code NONE} when nobody looked. */
  public static ContainerState of(@Nullable LiveContainer live) {
    if (live == null) {
      return NONE;
    }
    MonitorStatus status = live.status().orNull();
    String phase = status == null ? "" : status.phase();
    if (live.monitor() > 0) {
      return phase.equals("stopping") ? STOPPING : MONITORED;
    }
    if (live.init() != null) {
      return ORPHANED;
    }
    boolean ended = phase.equals("succeeded") || phase.equals("failed");
    boolean begun = status != null && !status.text("reason").equals("StartError");
    return ended && begun ? FINAL : NONE;
  }

  static ContainerState of(Scene scene, ResourceId id) {
    return of(scene.live().containers().get(id));
  }

  /** Whether any process is in the leaf, in any hierarchy, or that could not be read. */
  public static boolean hasProcesses(LiveCgroup leaf) {
    for (Directory directory : leaf.directories().values()) {
      java.util.List<Integer> processes = directory.processes().orNull();
      boolean absent = directory.processes() instanceof dev.reconcile.live.Reading.Absent;
      if (processes == null ? !absent : !processes.isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
