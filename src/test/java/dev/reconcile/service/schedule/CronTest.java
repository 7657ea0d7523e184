package dev.reconcile.service.schedule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quartz.CronExpression;

class CronTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          * * * * *          | 0 * * * * ?
          */5 * * * *        | 0 */5 * * * ?
          0 2 * * *          | 0 0 2 * * ?
          0 2 1,15 * *       | 0 0 2 1,15 * ?
          30 2 * * 1-5       | 0 30 2 ? * MON,TUE,WED,THU,FRI
          0 0 * * 0          | 0 0 0 ? * SUN
          0 0 * * 7          | 0 0 0 ? * SUN
          0 0 * * 5-7        | 0 0 0 ? * SUN,FRI,SAT
          0 0 * * */2        | 0 0 0 ? * SUN,TUE,THU,SAT
          0 0 * 6 mon,Fri    | 0 0 0 ? 6 MON,FRI
          0 0 * * 1/3        | 0 0 0 ? * MON,THU
          0 15 10 ? * 6#3    | 0 15 10 ? * 6#3
          0 0 12 1/5 * ? *   | 0 0 12 1/5 * ? *
          """)
  void fiveFieldsBecomeSixAndSixStay(String crontab, String quartz) {
    assertEquals(List.of(quartz), Cron.toQuartz(crontab));
    assertTrue(CronExpression.isValidExpression(quartz), "Quartz reads it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "* * *", "0 0 * * 8", "0 0 * * x", "0 0 * * 5-1", "0 0 * * 1/0"})
  void nonsenseIsNamed(String text) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Cron.toQuartz(text)).toString();
    assertTrue(message.contains("cron '" + text + "'"), message);
  }

  @Test
  void bothKindsOfDayMeanEither() {
    assertEquals(List.of("0 0 0 13 * ?", "0 0 0 ? * FRI"), Cron.toQuartz("0 0 13 * 5"));
  }
}
