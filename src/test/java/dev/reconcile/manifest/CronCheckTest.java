package dev.reconcile.manifest;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CronCheckTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "* * * * *",
        "*/5 0-6 1,15 jan-mar MON-FRI",
        "0 2 * * 7",
        "0 0 12 ? * MON",
        "0 0/5 * L * ?",
        "0 0 0 LW * ? 2030",
        "0 0 12 ? * 6#3",
        "0 0 12 ? * FRIL"
      })
  void takes(String cron) {
    assertDoesNotThrow(() -> CronCheck.check(cron));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "60 * * * *", "* 24 * * *", "* * 0 * *", "* * * 13 *", "* * * * 8", "*/0 * * * *",
        "5-1 * * * *", "a * * * *", "1,,2 * * * *", "? * * * *", "0 0 12 * * MON", "0 0 12 ? * ?"
      })
  void refuses(String cron) {
    assertThrows(IllegalArgumentException.class, () -> CronCheck.check(cron));
  }
}
