package dev.reconcile.engine.status;

import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.model.ResourceId;
import dev.reconcile.store.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * What monitors did while no program of ours was running, from the status that they keep: starts
 * and ends of the present run and of the one before.
 */
public final class MonitorEvents {
  private MonitorEvents() {}

  /** In no order. */
  public static List<Event> of(LiveState live) {
    List<Event> events = new ArrayList<>();
    for (Map.Entry<ResourceId, LiveContainer> entry : live.containers().entrySet()) {
      MonitorStatus status = entry.getValue().status().orNull();
      if (status != null) {
        add(events, entry.getKey().toString(), status);
      }
    }
    return events;
  }

  private static void add(List<Event> events, String object, MonitorStatus status) {
    long restarts = status.number("restarts");
    started(events, object, status.number("startedAt"), restarts);
    if (restarts > 0) {
      started(events, object, status.number("lastStartedAt"), restarts - 1);
    }
    ended(
        events,
        object,
        status.number("finishedAt"),
        status.text("reason"),
        status.text("exitCode"),
        status.text("message"));
    ended(
        events,
        object,
        status.number("lastFinishedAt"),
        status.text("lastReason"),
        status.text("lastExitCode"),
        "");
  }

  private static void started(List<Event> events, String object, long millis, long restarts) {
    if (millis > 0) {
      String message = restarts == 0 ? "by its monitor" : "by its monitor, restart " + restarts;
      String reason = restarts == 0 ? "Started" : "Restarted";
      events.add(new Event(Instant.ofEpochMilli(millis), object, false, reason, message));
    }
  }

  private static void ended(
      List<Event> events,
      String object,
      long millis,
      String reason,
      String exitCode,
      String message) {
    if (millis > 0 && !reason.isEmpty()) {
      String code = exitCode.isEmpty() ? "" : "exit code " + exitCode;
      boolean warning = !reason.equals("Completed");
      String said = message.isEmpty() ? code : message;
      events.add(new Event(Instant.ofEpochMilli(millis), object, warning, reason, said));
    }
  }
}
