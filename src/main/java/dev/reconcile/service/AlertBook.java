package dev.reconcile.service;

import dev.reconcile.service.events.Alert;
import dev.reconcile.service.http.Metrics;
import dev.reconcile.store.Event;
import dev.reconcile.store.EventLog;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes down what became of groups' memory: events for people, counters for programs. */
final class AlertBook implements Consumer<Alert> {
  private static final Logger LOG = LoggerFactory.getLogger(AlertBook.class);

  private final EventLog log;
  private final Metrics metrics;
  private final InstantSource clock;

  AlertBook(EventLog log, Metrics metrics, InstantSource clock) {
    this.log = log;
    this.metrics = metrics;
    this.clock = clock;
  }

  @Override
  public void accept(Alert alert) {
    String object = alert.id().toString();
    switch (alert) {
      case Alert.OomKilled killed -> {
        metrics.oomKilled(object, killed.kills());
        write(object, "OOMKilled", message(killed));
      }
      case Alert.PressureBegan began -> {
        metrics.memoryPressure(object, true);
        write(object, "MemoryPressure", message(began));
      }
      case Alert.PressureEnded ignored -> {
        metrics.memoryPressure(object, false);
        LOG.info("{}: memory pressure is over", object);
      }
    }
  }

  /** With the total, by which one such event differs from the next. */
  private static String message(Alert.OomKilled killed) {
    return "the kernel killed "
        + killed.kills()
        + (killed.kills() == 1 ? " process" : " processes")
        + " for want of memory, "
        + killed.total()
        + " in all, in "
        + killed.directory();
  }

  private static String message(Alert.PressureBegan began) {
    String first = began.text().lines().findFirst().orElse("");
    return "tasks wait for memory in "
        + began.directory()
        + (first.isEmpty() ? "" : " (" + first + ")");
  }

  private void write(String object, String reason, String message) {
    LOG.warn("{}: {}: {}", object, reason, message);
    try {
      log.append(List.of(new Event(clock.instant(), object, true, reason, message)));
    } catch (IOException e) {
      LOG.warn("{}: failed to write down an event: {}", object, e.getMessage());
    }
  }
}
