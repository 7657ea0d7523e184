package dev.reconcile.manifest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.error.Mark;

class FieldPlacesTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 31, 32, 33, 500})
  void findsEachOfHoweverMany(int count) {
    FieldPlaces places = new FieldPlaces();
    for (int i = 0; i < count; i++) {
      places.put("spec.f" + i, mark(i, 2 * i), 7);
    }
    for (int i = 0; i < count; i++) {
      assertTrue(places.has("spec.f" + i));
      assertEquals(new Position(i + 8, 2 * i + 1), places.of("spec.f" + i));
    }
    assertFalse(places.has("spec.f" + count));
    assertNull(places.of("spec"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 32, 100})
  void theLastPlaceOfFieldCounts(int count) {
    FieldPlaces places = new FieldPlaces();
    for (int i = 0; i < count; i++) {
      places.put("spec.f" + i, mark(i, 0), 0);
    }
    assertEquals(new Position(1, 1), places.of("spec.f0"));
    places.put("spec.f0", mark(1000, 4), 0);
    assertEquals(new Position(1001, 5), places.of("spec.f0"));
  }

  private static Mark mark(int line, int column) {
    return new Mark("test", 0, line, column, new int[0], 0);
  }
}
