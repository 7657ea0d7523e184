package dev.reconcile.sim;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.engine.Report;
import dev.reconcile.engine.Scope;
import java.util.SortedMap;
import java.util.TreeMap;

/** What every property ends with. */
final class Converged {
  private Converged() {}

  static void succeeded(Report report) {
    assertTrue(
        report.succeeded() && report.refusals().isEmpty(),
        () -> "not succeeded: " + report.outcomes() + " " + report.refusals());
  }

  /** A run that nothing disturbs ends well, and the next one has nothing to do. */
  static void run(Sim sim, Scope scope) {
    succeeded(sim.run(scope));
    sim.kernel.settle();
    assertTrue(
        sim.preview(scope).changes().isClean(),
        () -> "not clean: " + sim.preview(scope).changes().changes());
    succeeded(sim.run(scope));
    assertEquals(java.util.List.of(), sim.kernel.faults().journal(), "changes of a second run");
  }

  /** The host is as it would be had nothing ever gone wrong. */
  static void same(SortedMap<String, String> expected, SortedMap<String, String> actual) {
    SortedMap<String, String> missing = new TreeMap<>(expected);
    missing.entrySet().removeAll(actual.entrySet());
    SortedMap<String, String> surplus = new TreeMap<>(actual);
    surplus.entrySet().removeAll(expected.entrySet());
    assertEquals(lines(missing), lines(surplus), "expected lines, and what is there instead");
  }

  private static String lines(SortedMap<String, String> lines) {
    StringBuilder text = new StringBuilder();
    lines.forEach((key, value) -> text.append(key).append(" = ").append(value).append('\n'));
    return text.toString();
  }
}
