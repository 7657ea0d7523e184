package dev.reconcile.live;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MonitorStatusTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "-", "12x", "99999999999999999999"})
  void aNumberThatIsNoneCountsAsAbsent(String torn) {
    MonitorStatus status = new MonitorStatus(new TreeMap<>(Map.of("pid", torn)));

    assertEquals(0, status.number("pid"));
  }
}
