package dev.reconcile.engine;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.execute.ExecutionReport;
import dev.reconcile.execute.StepResult;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.Collection;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When what a run read back, file by file as it made and set them, is all that a second look would
 * read. So it is where groups were made that had never been anywhere, and where limits of ours were
 * set: the directories and files of such objects are those of the steps, and no others.
 */
final class ReadBack {
  private ReadBack() {}

  /** Whether nothing is left that a second look could tell. */
  static boolean suffices(Plan plan, ChangeSet changes, ExecutionReport execution) {
    for (Step step : plan.steps()) {
      if (!isSeen(step.action(), execution.results().get(step.number()))) {
        return false;
      }
    }
    return isTold(changes.changes().values());
  }

  private static boolean isSeen(Action action, @Nullable StepResult result) {
    boolean asPlanned = result instanceof StepResult.Done(boolean atOnce) && atOnce;
    boolean readable =
        action instanceof Action.MakeCgroup
            || action instanceof Action.EnableControllers
            || action instanceof Action.WriteLimit
            || action instanceof Action.Record;
    return asPlanned && readable;
  }

  private static boolean isTold(Collection<Change> changes) {
    for (Change change : changes) {
      boolean told =
          switch (change) {
            case Change.Create create -> isNew(create.desired(), create.entry());
            case Change.Update update -> isInPlace(update.desired(), update.entry());
            case Change.NoOp ignored -> true;
            case Change.Skip ignored -> true;
            case Change.Replace ignored -> false;
            case Change.Delete ignored -> false;
          };
      if (!told) {
        return false;
      }
    }
    return true;
  }

  /** On no record, so that nothing of it is anywhere else. */
  private static boolean isNew(Resource wanted, @Nullable Entry entry) {
    return entry == null && !(wanted instanceof Cgroup cgroup && cgroup.adopted());
  }

  /** Where it was, with nothing to give back. */
  private static boolean isInPlace(Resource wanted, @Nullable Entry entry) {
    return wanted instanceof Cgroup now
        && !now.adopted()
        && entry != null
        && !entry.deleting()
        && entry.originals().isEmpty()
        && entry.versions().size() == 1
        && entry.applied() instanceof Cgroup before
        && !before.adopted()
        && Objects.equals(before.parent(), now.parent())
        && Objects.equals(before.path(), now.path());
  }

  /** What differs after such a run: nothing but what was to be left alone. */
  static ChangeSet after(ChangeSet changes, SortedMap<ResourceId, Entry> confirmed) {
    SortedMap<ResourceId, Change> after = new TreeMap<>(changes.changes());
    after.replaceAll(
        (id, change) -> {
          Resource wanted = change instanceof Change.NoOp ? null : change.desired();
          return wanted == null ? change : new Change.NoOp(wanted, confirmed.get(id));
        });
    return new ChangeSet(after, changes.refusals(), changes.notes());
  }
}
