package dev.reconcile.engine.status;

import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code status} of a container. That it runs is the kernel's word; how it ended is its
 * monitor's, which wrote it down.
 */
public final class ContainerStatus {
  private static final MonitorStatus NOTHING = new MonitorStatus(new TreeMap<>());

  private ContainerStatus() {}

  /**
   * Derives it.
   *
   * @param live null when nobody looked
   * @param frozen whether its group or one above it is
   * @param usage null when nobody looked
   * @param bootId of the running kernel: what a monitor wrote before a reboot is history
   */
  public static Dict of(
      Inventory.Entry entry,
      Resource container,
      @Nullable LiveContainer live,
      boolean frozen,
      @Nullable ObjectUsage usage,
      String bootId) {
    StatusWriter status = new StatusWriter();
    status.origin(entry, container);
    status.text("seccomp", "unconfined");
    if (live == null) {
      status.text("phase", "Unknown");
      return status.done();
    }
    MonitorStatus record = record(live.status(), status);
    boolean thisBoot = record.text("bootId").isEmpty() || record.text("bootId").equals(bootId);
    String phase = phase(entry, live, record, frozen, thisBoot);
    status.text("phase", phase);
    status.truth("ready", phase.equals("Running"));
    status.number("restarts", record.number("restarts"));
    status.text("cgroup", live.leaf().path());
    if (live.init() == null) {
      ended(status, live, record, thisBoot);
    } else {
      running(status, live.init(), record);
    }
    lastState(status, record);
    monitor(status, live, phase);
    if (usage != null) {
      UsageStatus.write(status, usage, live.init() != null);
    }
    status.condition("Ready", ready(phase), phase, "");
    return status.done();
  }

  /** Without probes, which this version has not, it is ready as soon as it runs. */
  private static String ready(String phase) {
    return switch (phase) {
      case "Running" -> "True";
      case "Unknown" -> "Unknown";
      default -> "False";
    };
  }

  private static MonitorStatus record(Reading<MonitorStatus> reading, StatusWriter status) {
    return switch (reading) {
      case Reading.Present<MonitorStatus>(MonitorStatus record) -> record;
      case Reading.Recorded<MonitorStatus>(MonitorStatus record) -> record;
      case Reading.Absent<MonitorStatus> ignored -> NOTHING;
      case Reading.Unreadable<MonitorStatus>(String what, String why) -> {
        status.condition("Observed", "False", "Unreadable", "failed to read " + what + ": " + why);
        yield NOTHING;
      }
    };
  }

  private static String phase(
      Inventory.Entry entry,
      LiveContainer live,
      MonitorStatus record,
      boolean frozen,
      boolean thisBoot) {
    if (entry.deleting() || (live.monitor() > 0 && record.phase().equals("stopping"))) {
      return "Terminating";
    }
    if (live.init() != null) {
      String living = frozen ? "Paused" : "Running";
      return live.init().state() == 'Z' ? "Terminating" : living;
    }
    if (live.status() instanceof Reading.Unreadable<MonitorStatus>) {
      return "Unknown";
    }
    return switch (record.phase()) {
      case "succeeded" -> "Succeeded";
      case "failed" -> "Failed";
      case "backoff" -> thisBoot && live.monitor() > 0 ? "BackOff" : "Pending";
      // Anything else without a process: it has not started, or nobody is left to start it again.
      default -> "Pending";
    };
  }

  private static void running(StatusWriter status, LiveProcess init, MonitorStatus record) {
    status.number("pid", init.pid());
    if (record.number("pid") == init.pid()) {
      status.moment("startedAt", record.number("startedAt"));
    }
    SortedMap<NamespaceType, Long> namespaces = init.namespaces().orNull();
    if (namespaces == null) {
      status.condition("Observed", "False", "Unreadable", unreadable(init));
      return;
    }
    SortedMap<String, Value> inodes = new TreeMap<>();
    for (Map.Entry<NamespaceType, Long> namespace : namespaces.entrySet()) {
      inodes.put(namespace.getKey().link(), new Num(namespace.getValue()));
    }
    status.dict("namespaces", inodes);
  }

  private static String unreadable(LiveProcess init) {
    return init.namespaces() instanceof Reading.Unreadable<?>(String what, String why)
        ? "failed to read " + what + ": " + why
        : "process " + init.pid() + " is gone";
  }

  private static void ended(
      StatusWriter status, LiveContainer live, MonitorStatus record, boolean thisBoot) {
    status.moment("startedAt", record.number("startedAt"));
    if (record.number("finishedAt") > 0) {
      status.moment("finishedAt", record.number("finishedAt"));
      exit(status, record);
    }
    if (!thisBoot) {
      status.text("reason", "Rebooted");
    } else if (live.monitor() == 0 && record.phase().equals("running")) {
      status.text("reason", "MonitorLost");
    } else {
      status.text("reason", record.text("reason"));
    }
    status.text("message", record.text("message"));
    if (record.phase().equals("backoff")) {
      status.moment("nextStartAt", record.number("nextStartAt"));
    }
  }

  /** What never ran, or ended with nobody watching, has no exit code; 0 would look like success. */
  private static void exit(StatusWriter status, MonitorStatus record) {
    if (!record.text("exitCode").isEmpty()) {
      status.number("exitCode", record.number("exitCode"));
      status.number("signal", record.number("signal"));
    }
  }

  private static void lastState(StatusWriter status, MonitorStatus record) {
    if (record.number("lastFinishedAt") == 0) {
      return;
    }
    StatusWriter last = new StatusWriter();
    if (!record.text("lastExitCode").isEmpty()) {
      last.number("exitCode", record.number("lastExitCode"));
      last.number("signal", record.number("lastSignal"));
    }
    last.text("reason", record.text("lastReason"));
    last.moment("startedAt", record.number("lastStartedAt"));
    last.moment("finishedAt", record.number("lastFinishedAt"));
    status.dict("lastState", last.entries());
  }

  private static void monitor(StatusWriter status, LiveContainer live, String phase) {
    if (live.monitor() > 0) {
      status.condition("Monitored", "True", "Running", "");
    } else if (phase.equals("Running") || phase.equals("Paused")) {
      status.condition(
          "Monitored",
          "False",
          "MonitorLost",
          "nobody would restart it; the next apply gives it a monitor");
    }
  }
}
