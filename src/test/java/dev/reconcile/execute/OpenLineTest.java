package dev.reconcile.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Step;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

final class OpenLineTest {
  private static final Hierarchy PIDS =
      new Hierarchy(1, "/sys/fs/cgroup/pids", "/", List.of("pids"), "");
  private static final IntPredicate NOTHING = step -> false;

  private static Step step(int number, Action action, Integer... after) {
    return new Step(
        number,
        new ResourceId(Kind.CGROUP, "a"),
        Step.Verb.CREATE,
        action,
        List.of(after),
        List.of(),
        Mutability.LIVE,
        "",
        "");
  }

  private static Step limit(int number, Integer... after) {
    return step(number, new Action.WriteLimit("/a", PIDS, "pids.max", "1", "1", List.of()), after);
  }

  private static OpenLine line(Step first) {
    return new OpenLine(first, List.of(List.of("set")), List.of(), true);
  }

  @Test
  void takesLimitsThatNeedNothingElse() {
    OpenLine line = line(limit(2, 1));
    assertTrue(line.takes(limit(3, 2), true, NOTHING));
    assertTrue(line.takes(limit(3, 1, 2), true, NOTHING));
    assertFalse(line.takes(limit(4, 2, 3), true, NOTHING), "another step is under way");
    assertTrue(line.takes(limit(4, 2, 3), true, number -> number == 3));
    assertFalse(line.takes(limit(3, 2), false, NOTHING), "it is for one helper alone");
    line.add(limit(3, 2), List.of(List.of("set")));
    assertTrue(line.takes(limit(4, 3), true, NOTHING));
    assertEquals(2, line.steps().size());
  }

  @Test
  void makesGroupsByThemselves() {
    Step make = step(1, new Action.MakeCgroup("/a", List.of(PIDS), new TreeMap<>()));
    assertFalse(line(make).takes(limit(2, 1), true, NOTHING));
    assertFalse(line(limit(1)).takes(make, true, NOTHING));
  }

  @Test
  void ends() {
    OpenLine line = line(limit(1));
    int taken = 1;
    while (line.takes(limit(taken + 1, taken), true, NOTHING)) {
      line.add(limit(taken + 1, taken), List.of());
      taken++;
    }
    assertEquals(64, taken);
  }
}
