package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.cli.Goal.Progress;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GoalTest {
  private static Item container(String phase) {
    return Item.of(
        Fixtures.container("web", "/bin/web"),
        Dict.EMPTY.with("phase", new Text(phase)).with("ready", new Bool(phase.equals("Running"))));
  }

  @ParameterizedTest
  @CsvSource({
    "Running, REACHED, REACHED, UNDER_WAY",
    "Pending, UNDER_WAY, UNDER_WAY, UNDER_WAY",
    "Paused, UNDER_WAY, UNDER_WAY, UNDER_WAY",
    "BackOff, UNDER_WAY, UNDER_WAY, REACHED",
    "Succeeded, OUT_OF_REACH, REACHED, REACHED",
    "Failed, OUT_OF_REACH, OUT_OF_REACH, REACHED"
  })
  void phases(String phase, Progress ready, Progress done, Progress exited) {
    Item item = container(phase);

    assertEquals(ready, Goal.READY.progress(item));
    assertEquals(done, Goal.DONE.progress(item));
    assertEquals(exited, Goal.EXITED.progress(item));
    assertEquals(Progress.UNDER_WAY, Goal.DELETED.progress(item));
  }

  @ParameterizedTest
  @CsvSource({"READY, OUT_OF_REACH", "EXITED, OUT_OF_REACH", "DELETED, REACHED"})
  void anObjectThatIsNotThere(Goal goal, Progress progress) {
    assertEquals(progress, goal.progress(null));
  }
}
