package dev.reconcile.plan;

import static dev.reconcile.plan.Objects.desired;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest.Options;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Raw files that leave the manifest: what they were before us is not known. */
final class RawLeftTest {
  private static final Dict RAW =
      Dict.EMPTY.with("raw", Dict.EMPTY.with("pids.max", new Text("7")));

  private final ModelRun run = new ModelRun(new ModelHost(Objects.unified()));

  @Test
  void aCgroupKeepsTheValueAndPeopleAreTold() {
    run.apply(desired(object(Kind.CGROUP, RAW)));
    ChangeSet changes = run.diff(desired(object(Kind.CGROUP, Dict.EMPTY)), Set.of(), Options.NONE);
    assertEquals(
        List.of(
            "cgroup/app no longer lists raw pids.max, which keeps '7'; list the value that it"
                + " should have, or delete and apply the Cgroup anew"),
        changes.notes());
  }

  @Test
  void aContainerIsMadeAnew() {
    run.apply(desired(object(Kind.CONTAINER, Dict.EMPTY.with("resources", RAW))));
    ChangeSet changes =
        run.diff(desired(object(Kind.CONTAINER, Dict.EMPTY)), Set.of(), Options.NONE);
    Change.Replace replace =
        assertInstanceOf(Change.Replace.class, changes.changes().sequencedValues().getFirst());
    assertEquals(
        List.of(
            new FieldChange(
                "resources.raw.pids.max",
                "7",
                null,
                Mutability.RECREATE,
                FieldChange.Cause.MANIFEST,
                false)),
        replace.fields());
  }

  private static Resource object(Kind kind, Dict spec) {
    Metadata metadata = new Metadata("app", new TreeMap<>(), new TreeMap<>());
    return Resource.of(kind, metadata, SourceRef.NONE, spec);
  }
}
