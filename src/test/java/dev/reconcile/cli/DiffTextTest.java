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

final class DiffTextTest {
  private static final Resource APP = Fixtures.cgroup("app", "96Mi");
  private static final Resource WEB = Fixtures.container("web", "/bin/sleep", "1000");

  private static String diff(Change... changes) {
    TreeMap<ResourceId, Change> map = new TreeMap<>();
    for (Change change : changes) {
      map.put(change.id(), change);
    }
    return DiffText.of(new ChangeSet(map, List.of(), List.of()), Paint.PLAIN);
  }

  @Test
  void whatIsAsItShouldBeIsNotShown() {
    assertEquals("", diff(new Change.NoOp(APP, Fixtures.entry(APP))));
  }

  @Test
  void fieldsStandUnderWhatChangingThemCosts() {
    List<FieldChange> fields =
        List.of(
            new FieldChange("memory.max", "64Mi", "96Mi", Mutability.LIVE, Cause.MANIFEST, false),
            new FieldChange("pids.max", "9", null, Mutability.LIVE, Cause.MANIFEST, false),
            new FieldChange("cpu.weight", "7", "100", Mutability.LIVE, Cause.DRIFT, false));

    assertEquals(
        """
        --- live cgroup/app
        +++ web.yaml:7:1 cgroup/app
        @@ live @@
        -memory.max: 64Mi
        +memory.max: 96Mi
        -pids.max: 9
        @@ live, drift @@
        -cpu.weight: 7
        +cpu.weight: 100
        """,
        diff(new Change.Update(APP, Fixtures.entry(APP), fields, "")));
  }

  @Test
  void secretsAreMasked() {
    List<FieldChange> fields =
        List.of(
            new FieldChange(
                "process.env.KEY",
                "hunter2",
                "hunter3",
                Mutability.RECREATE,
                Cause.MANIFEST,
                true));

    assertEquals(
        """
        --- live container/web
        +++ web.yaml:12:1 container/web
        @@ recreate @@
        -process.env.KEY: <secret>
        +process.env.KEY: <secret>
        """,
        diff(new Change.Replace(WEB, Fixtures.entry(WEB), fields, false, "")));
  }

  @Test
  void textOfSeveralLinesIsComparedByLine() {
    List<FieldChange> fields =
        List.of(
            new FieldChange(
                "initLayer.files[/etc/motd].content",
                "one\ntwo\nthree\n",
                "one\n2\nthree\n",
                Mutability.LIVE,
                Cause.MANIFEST,
                false));

    assertEquals(
        """
        --- live container/web
        +++ web.yaml:12:1 container/web
        @@ live @@
         initLayer.files[/etc/motd].content: |
        @@ -1,3 +1,3 @@
         one
        -two
        +2
         three
        """,
        diff(new Change.Update(WEB, Fixtures.entry(WEB), fields, "")));
  }

  @Test
  void createdAndDeletedObjectsAreShownAsAWhole() {
    assertEquals(
        """
        --- /dev/null
        +++ web.yaml:12:1 container/web
        +process.args: [/bin/sleep, 1000]
        --- live cgroup/app
        +++ /dev/null
        -memory.max: 96Mi
        """,
        diff(
            new Change.Create(WEB, null, "it is not there"),
            new Change.Delete(APP.id(), Fixtures.entry(APP), true, "not in the files")));
  }
}
