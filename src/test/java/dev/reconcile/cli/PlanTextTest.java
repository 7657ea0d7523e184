package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.diff.FieldChange;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class PlanTextTest {
  private static final Hierarchy MEMORY =
      new Hierarchy(1, "/sys/fs/cgroup/memory", "/", List.of("memory"), "");
  private static final Hierarchy V2 =
      new Hierarchy(2, "/sys/fs/cgroup/unified", "/", List.of(), "");

  private static FieldChange change(String path, String from, String to, Mutability mutability) {
    return new FieldChange(path, from, to, mutability, FieldChange.Cause.MANIFEST, false);
  }

  private static Step step(
      int number,
      ResourceId subject,
      Step.Verb verb,
      Action action,
      List<FieldChange> fields,
      Mutability mutability,
      String reason,
      String consequence) {
    List<Integer> after = number > 1 ? List.of(number - 1) : List.of();
    return new Step(number, subject, verb, action, after, fields, mutability, reason, consequence);
  }

  private static final ResourceId APP = new ResourceId(Kind.CGROUP, "app");
  private static final ResourceId NEW = new ResourceId(Kind.CGROUP, "new");
  private static final ResourceId WEB = new ResourceId(Kind.CONTAINER, "web");

  private static final Plan PLAN =
      new Plan(
          List.of(
              step(
                  1,
                  NEW,
                  Step.Verb.CREATE,
                  new Action.MakeCgroup("/reconcile/new", List.of(MEMORY, V2), new TreeMap<>()),
                  List.of(),
                  Mutability.RECREATE,
                  "it is not there",
                  ""),
              step(
                  2,
                  APP,
                  Step.Verb.UPDATE,
                  new Action.WriteLimit(
                      "/reconcile/app",
                      MEMORY,
                      "memory.limit_in_bytes",
                      "33554432",
                      "33554432",
                      List.of("memory.max")),
                  List.of(change("memory.max", "64Mi", "32Mi", Mutability.LIVE)),
                  Mutability.LIVE,
                  "memory.max differs",
                  "memory.max 32Mi is below use 40Mi: v1 refuses"),
              step(
                  3,
                  WEB,
                  Step.Verb.REPLACE,
                  new Action.StopContainer("web", 4711),
                  List.of(change("process.args", "[a]", "[b]", Mutability.RECREATE)),
                  Mutability.RECREATE,
                  "process.args cannot be changed in a running container",
                  "")));

  @Test
  void stepsStandInOrderUnderTheirObjects() {
    assertEquals(
        """
        + cgroup/new [recreate] it is not there
           1  make cgroup /reconcile/new in memory v2
        ~ cgroup/app [live] memory.max differs
              memory.max: 64Mi -> 32Mi (live)
           2  write '33554432' to memory.limit_in_bytes of cgroup /reconcile/app
              ! memory.max 32Mi is below use 40Mi: v1 refuses
        -/+ container/web [recreate] process.args cannot be changed in a running container
              process.args: [a] -> [b] (recreate)
           3  stop it by its monitor 4711
              then, when its processes have ended: remove its cgroup, prepare and start it anew
        1 to create, 1 to update, 1 to replace
        """,
        PlanText.of(PLAN, Paint.PLAIN, false));
  }

  @Test
  void saysWhichFileOfWhichHierarchyGetsWhat() {
    String text = PlanText.of(PLAN, Paint.PLAIN, true);
    assertTrue(
        text.contains(
            "write '33554432' to memory.limit_in_bytes of cgroup /reconcile/app\n"
                + "      v1 memory: /sys/fs/cgroup/memory/reconcile/app/memory.limit_in_bytes\n"),
        text);
  }

  @Test
  void anEmptyPlanSaysSo() {
    assertEquals("nothing to do\n", PlanText.of(Plan.EMPTY, Paint.PLAIN, false));
  }

  @Test
  void coloursAreForPeopleWhoAskedForThem() {
    assertTrue(PlanText.of(PLAN, Paint.COLORED, false).startsWith("\u001b[32m+\u001b[0m "));
  }

  @Test
  void programsGetTheSameAsData() throws Exception {
    assertEquals(
        """
        {
          "steps" : [ {
            "action" : "write-limit",
            "after" : [ 1 ],
            "consequence" : "memory.max 32Mi is below use 40Mi: v1 refuses",
            "does" : "write '33554432' to memory.limit_in_bytes of cgroup /reconcile/app",
            "fields" : [ {
              "cause" : "manifest",
              "from" : "64Mi",
              "mutability" : "live",
              "path" : "memory.max",
              "to" : "32Mi"
            } ],
            "mutability" : "live",
            "number" : 2,
            "object" : "cgroup/app",
            "reason" : "memory.max differs",
            "verb" : "update"
          } ]
        }\
        """,
        DataWriter.json(PlanData.of(new Plan(List.of(PLAN.steps().get(1))))));
  }
}
