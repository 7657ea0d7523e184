package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class DiffDataTest {
  private static final Resource APP = Fixtures.cgroup("app", "96Mi");

  private static String diff(Change change) {
    TreeMap<ResourceId, Change> map = new TreeMap<>();
    map.put(change.id(), change);
    return YamlText.of(DiffData.of(new ChangeSet(map, List.of(), List.of())));
  }

  @Test
  void whatIsAsItShouldBeIsLeftOut() {
    assertEquals("changes: []\n", diff(new Change.NoOp(APP, Fixtures.entry(APP))));
  }

  @Test
  void anUpdateHasItsFieldsAndSecretsAreMasked() {
    List<FieldChange> fields =
        List.of(
            new FieldChange("memory.max", "64Mi", "96Mi", Mutability.LIVE, Cause.DRIFT, false),
            new FieldChange("raw.key", "a", "b", Mutability.LIVE, Cause.MANIFEST, true));

    assertEquals(
        """
        changes:
          - change: update
            fields:
              - cause: drift
                from: 64Mi
                mutability: live
                path: memory.max
                to: 96Mi
              - cause: manifest
                from: "<secret>"
                mutability: live
                path: raw.key
                to: "<secret>"
            object: cgroup/app
            reason: "memory.max drifted"
        """,
        diff(new Change.Update(APP, Fixtures.entry(APP), fields, "memory.max drifted")));
  }
}
