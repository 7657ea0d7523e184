package dev.reconcile.service.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TimeZone;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.quartz.CronExpression;

class ScheduleTest {
  private static final Instant NOON = Instant.parse("2026-11-23T12:00:00Z");

  /** A generator whose doubles are all the same. */
  private static RandomGenerator always(double value) {
    return new RandomGenerator() {
      @Override
      public long nextLong() {
        return 0;
      }

      @Override
      public double nextDouble() {
        return value;
      }
    };
  }

  private static Schedule at(String quartz) throws Exception {
    CronExpression cron = new CronExpression(quartz);
    cron.setTimeZone(TimeZone.getTimeZone(ZoneId.of("UTC")));
    return new Schedule.At(List.of(cron));
  }

  @Test
  void intervalIsShortenedByAtMostAFivePercent() {
    Schedule minute = new Schedule.Every(Duration.ofMinutes(1));
    assertEquals(NOON.plusSeconds(60), minute.next(NOON, always(0)));
    assertEquals(NOON.plusSeconds(57), minute.next(NOON, always(1)));
  }

  @Test
  void jitterSpreads() {
    Schedule minute = new Schedule.Every(Duration.ofMinutes(1));
    RandomGenerator random = new Random(7);
    Set<Instant> times = new HashSet<>();
    for (int host = 0; host < 100; host++) {
      Instant next = minute.next(NOON, random);
      assertFalse(next == null || next.isAfter(NOON.plusSeconds(60)), "a change waits no longer");
      times.add(next);
    }
    assertTrue(times.size() > 90, times.size() + " different times for 100 hosts");
  }

  @Test
  void tinyIntervalStillMovesOn() {
    assertEquals(
        NOON.plusMillis(1), new Schedule.Every(Duration.ofMillis(1)).next(NOON, always(0.9)));
  }

  @Test
  void cronIsDelayedByPartOfTheGap() throws Exception {
    Schedule everyMinute = at("0 * * * * ?");
    assertEquals(NOON.plusSeconds(60), everyMinute.next(NOON, always(0)));
    assertEquals(NOON.plusSeconds(63), everyMinute.next(NOON, always(1)));
  }

  @Test
  void dailyCronIsDelayedByAMinuteAtMost() throws Exception {
    assertEquals(Instant.parse("2026-11-24T02:01:00Z"), at("0 0 2 * * ?").next(NOON, always(1)));
  }

  /** After a stall of a day a minutely cron has one next time, and it is ahead. */
  @Test
  void nothingIsMadeUpFor() throws Exception {
    Instant late = NOON.plus(Duration.ofDays(1)).plusSeconds(1);
    assertEquals(late.plusSeconds(59), at("0 * * * * ?").next(late, always(0)));
  }

  @Test
  void cronThatHasPassedForGoodHasNoNext() throws Exception {
    assertNull(at("0 0 12 1 1 ? 2020").next(NOON, always(0)));
  }
}
