package dev.reconcile.service.events;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class HealingBudgetTest {
  private static final ResourceId QUARREL = new ResourceId(Kind.CGROUP, "quarrel");
  private static final ResourceId QUIET = new ResourceId(Kind.CGROUP, "quiet");
  private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");

  @Test
  void quarrelIsLeftToThePassesAndPeaceComesBack() {
    HealingBudget budget = new HealingBudget();
    for (int i = 0; i < HealingBudget.MOST; i++) {
      assertTrue(budget.allows(QUARREL, NOW.plusMillis(i)));
      budget.spend(QUARREL, NOW.plusMillis(i));
    }
    assertFalse(budget.allows(QUARREL, NOW.plusSeconds(1)));
    assertTrue(budget.allows(QUIET, NOW.plusSeconds(1)), "others are healed meanwhile");
    assertTrue(budget.allows(QUARREL, NOW.plus(HealingBudget.WINDOW)));
  }
}
