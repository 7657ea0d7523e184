package dev.reconcile.service.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.kernel.events.Alarm;
import dev.reconcile.kernel.events.AlarmFile;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is told of and what is kept back. */
class LedgersTest {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");
  private static final ResourceId WEB = new ResourceId(Kind.CONTAINER, "web");
  private static final Alarm ALARM = new Alarm(AlarmFile.OOM_CONTROL, "/web");

  private final OomLedger kills = new OomLedger();
  private final PressureLedger pressure = new PressureLedger();

  @Test
  void countIsTheLineOfKillsAlone() {
    assertEquals(3, OomLedger.count("oom_kill_disable 1\nunder_oom 1\noom_kill 3\n"));
    assertEquals(2, OomLedger.count("oom 9\noom_kill 2\noom_group_kill 7\n"));
    assertEquals(0, OomLedger.count("oom_kill_disable 1\nunder_oom 1\n"));
  }

  @Test
  void killsAreToldOnceAndThoseThatFollowCloselyTogether() {
    kills.begin(ALARM, 5);
    assertNull(kills.grown(ALARM, 5, T), "what was there before is not news");
    assertEquals(1, kills.grown(ALARM, 6, T));
    assertNull(kills.grown(ALARM, 6, T.plusSeconds(9)));
    assertEquals(1, kills.grown(ALARM, 7, T.plusSeconds(10)));
    assertNull(kills.grown(ALARM, 8, T.plusMillis(10_100)));
    assertEquals(Set.of(ALARM), kills.suspects(), "it is looked at again without another alarm");
    assertEquals(3, kills.grown(ALARM, 10, T.plusSeconds(11)));
  }

  @Test
  void suspenseEnds() {
    kills.suspect(ALARM, T);
    kills.giveUp(T);
    assertEquals(Set.of(ALARM), kills.suspects());
    kills.giveUp(T.plus(OomLedger.SUSPENSE));
    assertEquals(Set.of(), kills.suspects());
  }

  @Test
  void spellBeginsOnceAndEndsWhenItHasBeenCalm() {
    assertTrue(pressure.heard(WEB, T));
    assertFalse(pressure.heard(WEB, T.plusSeconds(20)));
    assertEquals(List.of(), pressure.calmed(T.plusSeconds(40)));
    assertEquals(Map.of(WEB, T), pressure.since());
    assertEquals(List.of(WEB), pressure.calmed(T.plusSeconds(50)));
    assertEquals(Map.of(), pressure.since());
    assertTrue(pressure.heard(WEB, T.plusSeconds(51)));
  }
}
