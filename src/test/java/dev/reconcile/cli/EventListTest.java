package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.store.Event;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two who have seen the same tell it once. */
class EventListTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final Event KILL = oom("container/web", T, "the kernel killed 1 process");

  private static Event oom(String object, Instant time, String message) {
    return new Event(time, object, true, "OOMKilled", message);
  }

  private static Event end(Instant time) {
    return oom("container/web", time, "exit code 137");
  }

  private static Event told(Instant time) {
    return oom("container/web", time, "the kernel killed 1 process; PID 1: exit code 137");
  }

  @Test
  void killOfPidOneThatServiceAndMonitorSawIsOneEvent() {
    Event restart = new Event(T.plusMillis(1), "container/web", false, "Restarted", "restart 1");
    assertEquals(
        List.of(told(T), restart),
        EventList.of(List.of(KILL), List.of(restart, end(T.minusMillis(200)))).events());
    assertEquals(
        List.of(told(T)), EventList.of(List.of(KILL), List.of(end(T.plusSeconds(1)))).events());
  }

  @Test
  void endsThatOneAlertStandsForAreInItsEvent() {
    assertEquals(
        List.of(told(T)),
        EventList.of(List.of(KILL), List.of(end(T.minusMillis(9)), end(T.minusMillis(5))))
            .events());
  }

  @Test
  void killsApartInTimeAreTwoEvents() {
    Event later = oom("container/web", T.plusSeconds(60), "the kernel killed 1 process");
    assertEquals(
        List.of(KILL, told(T.plusSeconds(60))),
        EventList.of(List.of(KILL, later), List.of(end(T.plusSeconds(60)))).events());
    assertEquals(
        List.of(end(T.minusSeconds(60)), KILL),
        EventList.of(List.of(KILL), List.of(end(T.minusSeconds(60)))).events());
  }

  @Test
  void killsOfOthersAreTheirOwn() {
    Event other = oom("container/other", T, "exit code 137");
    assertEquals(List.of(KILL, other), EventList.of(List.of(KILL), List.of(other)).events());
  }

  @Test
  void otherEndsAreTheirOwn() {
    Event killed = new Event(T, "container/web", true, "Error", "exit code 137");
    assertEquals(List.of(KILL, killed), EventList.of(List.of(KILL), List.of(killed)).events());
  }
}
