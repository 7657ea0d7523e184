package dev.reconcile.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Report;
import dev.reconcile.testing.RealKernel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * From any valid setting of three groups, one below the other, to any other, on the running
 * kernel's files: no write is refused, and the end is as asked. {@code -Dreconcile.transitions=N}
 * says how many, {@code -Dreconcile.seed=N} which.
 */
@RealKernel
class RandomLimitsKernelTest {
  private static final int TRANSITIONS = Integer.getInteger("reconcile.transitions", 1000);
  private static final long SEED = Long.getLong("reconcile.seed", 20_261_123);

  @TempDir Path directory;

  @Test
  void noWriteIsRefusedOnTheWayFromOneSettingToAnother() throws IOException {
    Random random = new Random(SEED);
    try (Groups groups = new Groups(directory)) {
      RandomTree tree = new RandomTree(random, groups);
      for (int i = 1; i <= TRANSITIONS; i++) {
        String yaml = tree.next();
        String where = "transition " + i + " of seed " + SEED + " to\n" + yaml;
        Report report = groups.apply(yaml);
        assertTrue(
            report.succeeded(),
            () -> where + report.refusals() + report.outcomes() + report.firstPlan());
        if (i % 10 == 0) {
          assertEquals(0, groups.apply(yaml).firstPlan().steps().size(), where);
        }
      }
    }
  }
}
