package dev.reconcile.cli;

import dev.reconcile.engine.View;
import dev.reconcile.engine.status.MonitorEvents;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.store.Event;
import dev.reconcile.store.EventLog;
import java.io.IOException;
import java.nio.file.Path;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;

/** What was written down and what monitors remember, the oldest first. */
record EventList(List<Event> events) {
  static EventList of(Path stateDir, View view) throws IOException {
    List<Event> events = new ArrayList<>(new EventLog(stateDir).read());
    events.addAll(MonitorEvents.of(view.live()));
    events.sort(Comparator.comparing(Event::time));
    return new EventList(events);
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
