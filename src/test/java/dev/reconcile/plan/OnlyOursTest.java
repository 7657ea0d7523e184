package dev.reconcile.plan;

import static dev.reconcile.plan.Objects.cgroup;
import static dev.reconcile.plan.Objects.container;
import static dev.reconcile.plan.Objects.desired;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest.Options;
import dev.reconcile.diff.Refusal;
import dev.reconcile.model.DesiredState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Groups that hold what is not ours: they are not removed, and not made to pass controllers on. */
final class OnlyOursTest {
  private static final DesiredState SHOP =
      desired(
          cgroup("app", Map.of("memory.max", "512Mi")), container("web", Map.of("cgroup", "app")));

  private final ModelRun run = new ModelRun(new ModelHost(Objects.unified()));

  @Test
  void aGroupWithAForeignChildIsNotRemoved() {
    run.apply(SHOP);
    run.host.tree("v2").make("/reconcile/app/theirs", new TreeMap<>());
    assertEquals(
        List.of(
            "the cgroup /reconcile/app cannot be removed, for it holds what is not ours or stays:"
                + " the cgroup /reconcile/app/theirs; end, move or remove that first"),
        refusals(delete(SHOP)));
  }

  @Test
  void aGroupWithForeignProcessesIsNotRemoved() {
    DesiredState app = desired(cgroup("app", Map.of()));
    run.apply(app);
    for (int pid = 9001; pid <= 9007; pid++) {
      run.host.tree("v2").attach("/reconcile/app", pid);
    }
    assertEquals(
        List.of(
            "the cgroup /reconcile/app cannot be removed, for it holds what is not ours or stays:"
                + " PID 9001, 9002, 9003, 9004, 9005 and 2 more; end, move or remove that first"),
        refusals(delete(app)));
  }

  @Test
  void anObjectThatStaysBelowKeepsAGroup() {
    run.apply(
        desired(cgroup("app", Map.of()), cgroup("inner", Map.of("path", "/reconcile/app/inner"))));
    assertEquals(
        List.of(
            "the cgroup /reconcile/app cannot be removed, for it holds what is not ours or stays:"
                + " the cgroup /reconcile/app/inner; end, move or remove that first"),
        refusals(delete(desired(cgroup("app", Map.of())))));
  }

  @Test
  void whatGoesOrMovesAwayInTheSameRunDoesNotKeepAGroup() {
    run.apply(SHOP);
    assertEquals(List.of(), refusals(delete(SHOP)));
    DesiredState moved = desired(container("web", Map.of()));
    assertEquals(
        List.of(), refusals(run.diff(moved, Set.of(), new Options(true, false, false, false))));
  }

  @Test
  void aGroupWithProcessesPassesNoControllerOn() {
    run.apply(desired(cgroup("app", Map.of())));
    run.host.tree("v2").attach("/reconcile/app", 9001);
    DesiredState limited =
        desired(
            cgroup("app", Map.of()),
            container("web", Map.of("cgroup", "app", "resources.memory.max", "64Mi")));
    assertEquals(
        List.of(
            "the cgroup /reconcile/app holds processes (PID 9001), and cgroup v2 does not pass the"
                + " controller memory on from a group that does; move them to a group of their own,"
                + " or put this object elsewhere"),
        refusals(run.diff(limited, Set.of(), Options.NONE)));
  }

  @Test
  void aGroupWithProcessesMayHaveChildrenWithoutLimits() {
    run.apply(desired(cgroup("app", Map.of())));
    run.host.tree("v2").attach("/reconcile/app", 9001);
    DesiredState free = desired(cgroup("app", Map.of()), container("web", Map.of("cgroup", "app")));
    assertEquals(List.of(), refusals(run.diff(free, Set.of(), Options.NONE)));
  }

  private ChangeSet delete(DesiredState objects) {
    return run.diff(DesiredState.EMPTY, objects.resources().keySet(), Options.NONE);
  }

  private static List<String> refusals(ChangeSet changes) {
    return changes.refusals().stream().map(Refusal::message).toList();
  }
}
