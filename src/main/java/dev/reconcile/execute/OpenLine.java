package dev.reconcile.execute;

import dev.reconcile.kernel.process.Ahead.Sent;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Step;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntPredicate;

/**
 * A line that has not been sent, since the next step may go with it: a group's limits, one after
 * the other, are one request instead of a dozen.
 */
final class OpenLine {
  /** Far more than a group has limits, and far less than a frame holds. */
  private static final int MOST_STEPS = 64;

  private final List<Step> steps = new ArrayList<>();
  private final List<List<String>> instructions = new ArrayList<>();
  private final Set<Integer> known = new HashSet<>();
  private final List<Sent> before;
  private final boolean free;

  /**
   * @param before what the first step needs and what is under way
   * @param free as {@link dev.reconcile.kernel.process.Ahead#line} has it
   */
  OpenLine(Step first, List<List<String>> line, List<Sent> before, boolean free) {
    this.before = List.copyOf(before);
    this.free = free;
    known.addAll(first.after());
    add(first, line);
  }

  /**
   * Whether a step may go with it: a limit that needs nothing but what this line needs anyway.
   * Where two helpers work, one makes groups and the other writes limits: those are lines of their
   * own.
   *
   * @param isOver whether a step has ended as it should
   */
  boolean takes(Step step, boolean isFree, IntPredicate isOver) {
    if (steps.size() == MOST_STEPS
        || free != isFree
        || !(step.action() instanceof Action.WriteLimit)
        || !(steps.getLast().action() instanceof Action.WriteLimit)) {
      return false;
    }
    for (int needed : step.after()) {
      if (!known.contains(needed) && !isOver.test(needed)) {
        return false;
      }
    }
    return true;
  }

  void add(Step step, Collection<List<String>> line) {
    steps.add(step);
    known.add(step.number());
    instructions.addAll(line);
  }

  List<Step> steps() {
    return steps;
  }

  List<List<String>> instructions() {
    return instructions;
  }

  List<Sent> before() {
    return before;
  }

  boolean isFree() {
    return free;
  }
}
