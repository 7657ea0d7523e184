package dev.reconcile.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
  private static final Event CREATED = event(1, false, "Created", "it is not there");
  private static final Event FAILED = event(2, true, "Failed", "no such file");

  @TempDir Path state;

  private static Event event(long second, boolean warning, String reason, String message) {
    return new Event(Instant.ofEpochSecond(second), "container/web", warning, reason, message);
  }

  @Test
  void whatIsAppendedIsRead() throws IOException {
    EventLog log = new EventLog(state);
    assertEquals(List.of(), log.read());

    log.append(List.of(CREATED));
    log.append(List.of(FAILED));

    assertEquals(List.of(CREATED, FAILED), log.read());
    assertEquals(
        "rw-------",
        PosixFilePermissions.toString(
            Files.getPosixFilePermissions(state.resolve("events.jsonl"))));
  }

  @Test
  void aWarningThatOnlyRepeatsIsKeptOnce() throws IOException {
    EventLog log = new EventLog(state);
    log.append(List.of(FAILED));
    log.append(List.of(event(3, true, "Failed", "no such file")));
    assertEquals(List.of(FAILED), log.read());

    Event other = event(4, true, "Failed", "permission denied");
    log.append(List.of(other));
    log.append(List.of(FAILED));
    assertEquals(List.of(FAILED, other, FAILED), log.read());
  }

  @Test
  void aTornLineIsSkippedAndSpoilsNoOther() throws IOException {
    EventLog log = new EventLog(state);
    log.append(List.of(CREATED));
    Files.writeString(
        state.resolve("events.jsonl"), "{\"message\":\"ha", StandardOpenOption.APPEND);

    log.append(List.of(FAILED));

    assertEquals(List.of(CREATED, FAILED), log.read());
  }

  @Test
  void itIsBounded() throws IOException {
    EventLog log = new EventLog(state);
    String message = "x".repeat(10_000);
    for (int i = 0; i < 100; i++) {
      log.append(List.of(event(i, false, "Configured", message)));
    }

    List<Event> kept = log.read();
    assertEquals(Instant.ofEpochSecond(99), kept.getLast().time());
    assertTrue(kept.size() < 60, () -> kept.size() + " are kept");
    assertFalse(Files.exists(state.resolve("events.jsonl.2")));
  }
}
