package dev.reconcile.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.execute.ExecutionReport;
import dev.reconcile.execute.StepResult;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import dev.reconcile.plan.Step.Verb;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which writes tell all that has changed. */
class ReadBackTest {
  @ParameterizedTest(name = "v{0} {1} ({2}) done at once {3}: {4}")
  @CsvSource({
    "1, pids.max, pids.max, true, true",
    "2, memory.max, memory.max, true, true",
    "1, cpuset.cpus, cpuset.cpus, true, true",
    // A partition becomes invalid with it, and another group's as well.
    "2, cpuset.cpus, cpuset.cpus, true, false",
    "2, cpuset.cpus.partition, cpuset.partition, true, false",
    // Revoked from all groups below.
    "1, devices.list, devices, true, false",
    "2, memory.oom.group, raw.memory.oom.group, true, false",
    // Something was in the way.
    "2, memory.max, memory.max, false, false",
  })
  void writesAreBelievedThatChangeNothingElse(
      int version, String file, String field, boolean atOnce, boolean believed) {
    Hierarchy hierarchy = new Hierarchy(version, "/sys/fs/cgroup", "/", List.of(), "");
    Action write = new Action.WriteLimit("/a", hierarchy, file, "1", "1", List.of(field));
    ResourceId subject = new ResourceId(Kind.CGROUP, "a");
    Step step =
        new Step(1, subject, Verb.UPDATE, write, List.of(), List.of(), Mutability.LIVE, "", "");
    Plan plan = new Plan(List.of(step));
    List<StepResult> results = List.of(new StepResult.Done(atOnce));
    ChangeSet nothing = new ChangeSet(new TreeMap<>(), List.of(), List.of());

    assertEquals(believed, ReadBack.confirms(plan, nothing, new ExecutionReport(plan, results)));
  }
}
