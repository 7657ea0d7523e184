package dev.reconcile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CpuAmountTest {
  @ParameterizedTest
  @CsvSource({"500m,500", "0.5,500", "2,2000", "1.250,1250", "0.0010,1", "1.0m,1", "007,7000"})
  void isThousandthsOfAProcessor(String text, long millis) {
    assertEquals(millis, CpuAmount.parse(text).millis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "m",
        "0",
        "0m",
        "-1",
        "+1",
        ".5",
        "5.",
        "0.0005",
        "1.5m",
        "1e3",
        "1,5",
        "٣",
        "1 m",
        "9223372036854775807",
        "99999999999999999999"
      })
  void elseSaysWhatWasExpected(String text) {
    var refused = assertThrows(IllegalArgumentException.class, () -> CpuAmount.parse(text));
    assertEquals(
        "expected processors such as 500m, 0.5 or 2 (at least 1m), not '" + text + "'",
        refused.getMessage());
  }

  @Property
  void isWhatDecimalArithmeticSays(@ForAll @LongRange(min = 1) long millis) {
    String decimal = new BigDecimal(millis).movePointLeft(3).toPlainString();
    assertEquals(millis, CpuAmount.parse(decimal).millis());
    assertEquals(millis, CpuAmount.parse(millis + "m").millis());
  }
}
