package dev.reconcile.sim;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.ArrayList;
import java.util.List;

/** The calls of a plan as {@link Faults} writes them down: those whose text says all of them. */
final class Expected {
  private static final List<String> CALLS =
      List.of("mkdir ", "rmdir ", "start ", "stop ", "write ");

  private Expected() {}

  /** What is in the journal of such calls, in order. */
  static List<String> of(List<String> journal) {
    List<String> calls = new ArrayList<>();
    for (String call : journal) {
      boolean onDisk = call.startsWith("mkdir /") || call.startsWith("write /");
      if (!onDisk && CALLS.stream().anyMatch(call::startsWith)) {
        calls.add(call);
      }
    }
    return calls;
  }

  /** What a run of this plan will call, from the plan alone. */
  static List<String> of(Sim sim, Plan plan) {
    List<String> calls = new ArrayList<>();
    for (Step step : plan.steps()) {
      switch (step.action()) {
        case Action.MakeCgroup make -> {
          for (Hierarchy hierarchy : make.hierarchies()) {
            if (sim.kernel.cgroups().find(hierarchy, make.path()) == null) {
              calls.add("mkdir " + hierarchy.id() + ":" + make.path());
            }
          }
        }
        case Action.RemoveCgroup remove ->
            remove.hierarchies().forEach(h -> calls.add("rmdir " + h.id() + ":" + remove.path()));
        case Action.WriteLimit write ->
            calls.add(
                "write "
                    + write.file()
                    + "="
                    + write.value().strip()
                    + " "
                    + write.hierarchy().id()
                    + ":"
                    + write.path());
        case Action.EnableControllers enable ->
            calls.add(
                "write cgroup.subtree_control=+"
                    + String.join(" +", enable.controllers())
                    + " v2:"
                    + enable.path());
        case Action.StartContainer start ->
            calls.add("start " + start.container().metadata().name());
        case Action.StopContainer stop -> calls.add("stop " + stop.name());
        default -> {}
      }
    }
    return calls;
  }
}
