package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Plan;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ReportTextTest {
  private static Report report(Object... outcomes) {
    TreeMap<ResourceId, Outcome> map = new TreeMap<>();
    for (int i = 0; i < outcomes.length; i += 3) {
      map.put(
          Objects.requireNonNull(ResourceId.parse((String) outcomes[i])),
          new Outcome((Verdict) outcomes[i + 1], (String) outcomes[i + 2]));
    }
    ChangeSet none = new ChangeSet(new TreeMap<>(), List.of(), List.of());
    return new Report(map, List.of(), List.of(), none, Plan.EMPTY, false);
  }

  @Test
  void aLinePerObjectAndASummary() {
    Report report =
        report(
            "container/c",
            Verdict.SKIPPED,
            "container/b failed",
            "container/b",
            Verdict.FAILED,
            "failed to make cgroup /x: EACCES",
            "container/a",
            Verdict.CREATED,
            "",
            "cgroup/app",
            Verdict.UNCHANGED,
            "",
            "rootfs/base",
            Verdict.CREATED,
            "");

    assertEquals(
        """
        rootfs/base created
        cgroup/app unchanged
        container/a created
        container/b failed
        container/c skipped: container/b failed
        2 created, 1 unchanged, 1 skipped, 1 failed
        """,
        ReportText.of(report, Paint.PLAIN));
  }

  @Test
  void nothingIsSaidToBeNothing() {
    assertEquals("nothing to do\n", ReportText.of(report(), Paint.PLAIN));
  }

  @Test
  void programsGetTheSameAsData() {
    assertEquals(
        """
        objects:
          - message: ""
            object: cgroup/app
            verdict: configured
        summary:
          configured: 1
        """,
        YamlText.of(ReportText.data(report("cgroup/app", Verdict.CONFIGURED, ""))));
  }
}
