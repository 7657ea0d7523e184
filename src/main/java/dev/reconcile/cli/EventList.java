package dev.reconcile.cli;

import dev.reconcile.engine.View;
import dev.reconcile.engine.status.MonitorEvents;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.store.Event;
import dev.reconcile.store.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What was written down and what monitors remember, the oldest first. */
record EventList(List<Event> events) {
  private static final String OOM_KILLED = "OOMKilled";

  /**
   * At most between a process' end and the alert about it: v1 rings before the kill, and kills that
   * follow closely are told of together.
   */
  private static final Duration SAME_KILL = Duration.ofSeconds(5);

  static EventList of(Path stateDir, View view) throws IOException {
    return of(new EventLog(stateDir).read(), MonitorEvents.of(view.live()));
  }

  /**
   * One list of both. The kill of a PID 1 for want of memory is seen twice, by the service, which
   * the kernel's count of its group tells, and by its monitor, which has waited for it. It is one
   * event: the service's, with what the monitor knows of the end.
   */
  static EventList of(List<Event> written, List<Event> remembered) {
    List<Event> events = new ArrayList<>(written);
    for (Event event : remembered) {
      int same = event.reason().equals(OOM_KILLED) ? sameKill(events, written.size(), event) : -1;
      if (same < 0) {
        events.add(event);
      } else {
        events.set(same, withEnd(events.get(same), event.message()));
      }
    }
    events.sort(Comparator.comparing(Event::time));
    return new EventList(events);
  }

  private static int sameKill(List<Event> events, int written, Event end) {
    for (int i = written - 1; i >= 0; i--) {
      Event kill = events.get(i);
      if (kill.reason().equals(OOM_KILLED)
          && kill.object().equals(end.object())
          && Duration.between(kill.time(), end.time()).abs().compareTo(SAME_KILL) <= 0) {
        return i;
      }
    }
    return -1;
  }

  /** One alert may stand for several ends: a container that is killed as soon as it is back. */
  private static Event withEnd(Event kill, String end) {
    String known = "; PID 1: " + end;
    String message = kill.message().endsWith(known) ? kill.message() : kill.message() + known;
    return new Event(kill.time(), kill.object(), kill.warning(), kill.reason(), message);
  }

  /** Of some objects alone. */
  EventList where(Predicate<String> object) {
    return new EventList(events.stream().filter(event -> object.test(event.object())).toList());
  }

  /** At most the newest {@code count}. */
  EventList newest(int count) {
    return new EventList(events.subList(Math.max(0, events.size() - count), events.size()));
  }

  /** A table; empty when nothing has happened. */
  String text() {
    Table table = new Table("TIME", "TYPE", "REASON", "OBJECT", "MESSAGE");
    for (Event event : events) {
      table.row(
          List.of(
              event.time().truncatedTo(ChronoUnit.SECONDS).toString(),
              event.type(),
              event.reason(),
              event.object(),
              event.message()));
    }
    return table.isEmpty() ? "" : table.text();
  }

  /** {@code {items: […]}}. */
  Dict data() {
    List<Value> items = new ArrayList<>();
    for (Event event : events) {
      items.add(event.data());
    }
    return Documents.list(items);
  }
}
