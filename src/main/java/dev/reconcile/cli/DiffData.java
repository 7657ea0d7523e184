package dev.reconcile.cli;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A diff for programs: {@code {changes: [{object, change, reason, …}]}}, without what is as it
 * should be. {@code change} is {@code create}, {@code update}, {@code replace}, {@code delete} or
 * {@code skip}; with {@code desired} or {@code live}, a whole spec, or {@code fields}.
 */
final class DiffData {
  private DiffData() {}

  static Dict of(ChangeSet changes) {
    List<Value> items = new ArrayList<>();
    for (Change change : changes.changes().values()) {
      Dict item = item(change);
      if (item != null) {
        items.add(
            item.with("object", new Text(change.id().toString()))
                .with("reason", new Text(change.reason())));
      }
    }
    return Dict.EMPTY.with("changes", new Seq(items));
  }

  private static @Nullable Dict item(Change change) {
    return switch (change) {
      case Change.Create create -> named("create").with("desired", create.desired().spec());
      case Change.Update update -> named("update").with("fields", fields(update.fields()));
      case Change.Replace replace -> named("replace").with("fields", fields(replace.fields()));
      case Change.Delete delete -> {
        Resource newest = delete.entry().newest();
        yield newest == null ? named("delete") : named("delete").with("live", newest.spec());
      }
      case Change.Skip ignored -> named("skip");
      case Change.NoOp ignored -> null;
    };
  }

  private static Dict named(String change) {
    return Dict.EMPTY.with("change", new Text(change));
  }

  private static Seq fields(List<FieldChange> fields) {
    List<Value> items = new ArrayList<>();
    for (FieldChange field : fields) {
      items.add(PlanData.field(field));
    }
    return new Seq(items);
  }
}
