package dev.reconcile.plan;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import java.util.List;
import org.junit.jupiter.api.Test;

class StepTest {
  private static Step after(List<Integer> numbers) {
    return new Step(
        9,
        new ResourceId(Kind.CGROUP, "a"),
        Step.Verb.CREATE,
        new Action.Record(new Owner("file:/a")),
        numbers,
        List.of(),
        Mutability.LIVE,
        "",
        "");
  }

  @Test
  void waitsForNumbersThatAscend() {
    assertEquals(List.of(2, 5, 7), after(List.of(2, 5, 7)).after());
    assertThrows(IllegalArgumentException.class, () -> after(List.of(5, 2)));
    assertThrows(IllegalArgumentException.class, () -> after(List.of(5, 5)));
  }
}
