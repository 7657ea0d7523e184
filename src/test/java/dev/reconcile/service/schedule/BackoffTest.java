package dev.reconcile.service.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  private static Duration wait(String first, int failures, @Nullable String regular) {
    Instant due = regular == null ? null : NOW.plus(Duration.parse(regular));
    return Duration.between(NOW, new Backoff(Duration.parse(first)).next(NOW, failures, due));
  }

  @ParameterizedTest
  @CsvSource({
    "0, PT10S",
    "1, PT10S",
    "2, PT20S",
    "3, PT40S",
    "4, PT1M",
    "5, PT1M",
    "2147483647, PT1M"
  })
  void twiceAsLongEachTimeUntilAsSeldomAsPasses(int failures, String expected) {
    assertEquals(Duration.parse(expected), wait("PT10S", failures, "PT1M"));
  }

  @Test
  void neverLongerThanTheLongestHoweverSeldomPassesAre() {
    assertEquals(Backoff.LONGEST, wait("PT10S", 100, "PT24H"));
    assertEquals(Backoff.LONGEST, wait("PT10S", 100, null));
  }

  @Test
  void neverShorterThanTheFirst() {
    assertEquals(Duration.ofMinutes(5), wait("PT5M", 3, "PT1M"));
    assertEquals(Duration.ofHours(1000000), wait("PT1000000H", 100, "PT1M"));
    assertEquals(Duration.ofSeconds(10), wait("PT10S", 1, "PT-1S"), "it was due before");
  }

  @Test
  void neverAtOnce() {
    assertEquals(Duration.ofMillis(1), wait("PT0S", 0, null));
  }
}
