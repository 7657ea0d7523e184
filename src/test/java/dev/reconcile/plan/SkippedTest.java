package dev.reconcile.plan;

import static dev.reconcile.plan.Objects.cgroup;
import static dev.reconcile.plan.Objects.container;
import static dev.reconcile.plan.Objects.desired;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What is left alone, and what follows for those that need it. */
final class SkippedTest {
  private static final String FROZEN = "Frozen: the cgroup /reconcile/ice above it is frozen";

  private final ModelRun run = new ModelRun(new ModelHost(Objects.unified()));

  @Test
  void whatStartsAfterAContainerInAFrozenGroupWaitsWithIt() {
    ChangeSet changes =
        run.apply(
            desired(
                cgroup("ice", Map.of("frozen", "true")),
                container("db", Map.of("cgroup", "ice")),
                container("app", Map.of("dependsOn", "[name=db]")),
                container("web", Map.of("dependsOn", "[name=app]")),
                container("other", Map.of())));
    assertEquals(FROZEN, skipped(changes, "db"));
    assertEquals("it needs container/db, which is skipped: " + FROZEN, skipped(changes, "app"));
    assertEquals("it needs container/app, which is skipped: " + FROZEN, skipped(changes, "web"));
    assertInstanceOf(Change.NoOp.class, change(changes, "other"));
    assertEquals(List.of(), run.host.refused);
  }

  @Test
  void whatRunsAlreadyKeepsRunningWhenItsDependencyIsSkipped() {
    DesiredState before =
        desired(
            cgroup("ice", Map.of()),
            container("db", Map.of("cgroup", "ice")),
            container("app", Map.of("dependsOn", "[name=db]")));
    run.apply(before);
    int pid = run.host.running("app").pid;
    run.host.crash("db");
    Map<String, String> changed = Map.of("dependsOn", "[name=db]", "process.args", "[/bin/true]");
    ChangeSet changes =
        run.apply(
            desired(
                cgroup("ice", Map.of("frozen", "true")),
                container("db", Map.of("cgroup", "ice")),
                container("app", changed)));
    assertEquals("it needs container/db, which is skipped: " + FROZEN, skipped(changes, "app"));
    assertEquals(pid, run.host.running("app").pid);
  }

  @Test
  void nothingIsMadeInAGroupThatIsNotToBeMade() {
    ChangeSet changes =
        run.apply(desired(disabled("app"), container("web", Map.of("cgroup", "app"))));
    assertEquals(
        "it needs cgroup/app, which is skipped: the annotation reconcile.dev/reconcile is disabled",
        skipped(changes, "web"));
    assertEquals(List.of(), run.plans);
  }

  @Test
  void aGroupThatIsLeftAloneButThereCanBeBuiltOn() {
    run.apply(desired(cgroup("app", Map.of())));
    ChangeSet changes =
        run.apply(desired(disabled("app"), container("web", Map.of("cgroup", "app"))));
    assertInstanceOf(Change.NoOp.class, change(changes, "web"));
  }

  private static Resource disabled(String name) {
    TreeMap<String, String> annotations =
        new TreeMap<>(Map.of("reconcile.dev/reconcile", "disabled"));
    Metadata metadata = new Metadata(name, new TreeMap<>(), annotations);
    return Resource.of(Kind.CGROUP, metadata, SourceRef.NONE, Dict.EMPTY);
  }

  private static String skipped(ChangeSet changes, String name) {
    return assertInstanceOf(Change.Skip.class, change(changes, name)).reason();
  }

  private static Change change(ChangeSet changes, String name) {
    Change change = changes.changes().get(new ResourceId(Kind.CONTAINER, name));
    return java.util.Objects.requireNonNull(change);
  }
}
