package dev.reconcile.fields;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NearestTest {
  private static final List<String> KNOWN = List.of("memory", "mounts", "pids", "io");

  @ParameterizedTest
  @CsvSource({
    "memroy, memory",
    "Memory, memory",
    "mount, mounts",
    "pid, pids",
    "ios, io",
    "cpu, ",
    "memoriam, ",
    "xy, "
  })
  void findsWhatWasMeant(String text, String expected) {
    assertEquals(expected, Nearest.to(text, KNOWN));
  }

  @ParameterizedTest
  @CsvSource({"abc, abc, 0", "abc, abd, 1", "abc, acb, 2", "'', ab, 2", "kitten, sitting, 3"})
  void countsEdits(String a, String b, int edits) {
    assertEquals(edits, Nearest.distance(a, b));
  }
}
