package dev.reconcile.engine;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.execute.ExecutionReport;
import dev.reconcile.execute.StepResult;
import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * When what a round did tells all that a second look would. Where groups were made that had never
 * been anywhere, or limits of ours were set, each limit was read back as it was set, and the kernel
 * has said of each directory and mark that it was made: nothing else of such objects would be read.
 * What was removed is not there, but for the monitors' group, which is no object's. And a round
 * that has told containers to stop is followed by one that looks when they have.
 */
final class ReadBack {
  private ReadBack() {}

  /** Whether everything is as wanted, without a second look. */
  static boolean confirms(Plan plan, ChangeSet changes, ExecutionReport execution) {
    for (Step step : plan.steps()) {
      if (!isTold(step.action()) || !isAtOnce(execution, step)) {
        return false;
      }
    }
    for (Change change : changes.changes().values()) {
      if (!isTold(change)) {
        return false;
      }
    }
    return true;
  }

  /** Whether the step changes nothing but what it reads back. */
  private static boolean isTold(Action action) {
    return action instanceof Action.MakeCgroup
        || action instanceof Action.EnableControllers
        || action instanceof Action.Record
        || (action instanceof Action.WriteLimit write && !isFelt(write));
  }

  /**
   * Whether other files may change with it: a partition of v2's cpuset becomes invalid when its own
   * processors or a neighbour's change (cgroup-v2.rst), v1 takes from all groups below what a
   * device list no longer allows, and of a raw file nothing is known.
   */
  private static boolean isFelt(Action.WriteLimit write) {
    for (String field : write.fields()) {
      if (field.startsWith("raw.")) {
        return true;
      }
    }
    return (write.hierarchy().version() == 2 && write.file().startsWith("cpuset."))
        || write.file().equals(DeviceChange.FILE);
  }

  /** What a second look would find, where all that was done was to remove; else null. */
  static @Nullable LiveState removed(LiveState before, Plan plan, ExecutionReport execution) {
    SortedMap<String, LiveCgroup> cgroups = new TreeMap<>(before.cgroups());
    SortedMap<ResourceId, LiveContainer> containers = new TreeMap<>(before.containers());
    for (Step step : plan.steps()) {
      Action action = step.action();
      if (!isAtOnce(execution, step)) {
        return null;
      }
      if (action instanceof Action.RemoveCgroup(String path, List<Hierarchy> where)) {
        cgroups.computeIfPresent(path, (at, group) -> without(group, where));
      } else if (action instanceof Action.RemoveContainerFiles(String name, boolean keepWritable)
          && !keepWritable) {
        containers.remove(new ResourceId(Kind.CONTAINER, name));
      } else if (!(action instanceof Action.Record)) {
        return null;
      }
    }
    return before.with(cgroups, containers);
  }

  private static LiveCgroup without(LiveCgroup group, List<Hierarchy> where) {
    SortedMap<String, LiveCgroup.Directory> directories = new TreeMap<>(group.directories());
    where.forEach(hierarchy -> directories.remove(hierarchy.id()));
    return new LiveCgroup(group.path(), directories);
  }

  /**
   * Whether all that was done was to tell containers to stop: the round after that knows more.
   * Where anything was made, its record is narrowed first, for that round to compare with.
   */
  static boolean isPending(Plan plan, ChangeSet changes, ExecutionReport execution) {
    boolean stopping = false;
    for (Step step : plan.steps()) {
      Action action = step.action();
      boolean stop = action instanceof Action.StopContainer;
      if (!isAtOnce(execution, step) || !(stop || action instanceof Action.Record)) {
        return false;
      }
      stopping |= stop;
    }
    return stopping && changes.changes().values().stream().allMatch(ReadBack::isEnding);
  }

  private static boolean isEnding(Change change) {
    return switch (change) {
      case Change.Delete ignored -> true;
      case Change.Replace ignored -> true;
      case Change.NoOp ignored -> true;
      case Change.Skip ignored -> true;
      case Change.Create ignored -> false;
      case Change.Update ignored -> false;
    };
  }

  private static boolean isAtOnce(ExecutionReport execution, Step step) {
    return execution.result(step) instanceof StepResult.Done(boolean atOnce) && atOnce;
  }

  private static boolean isTold(Change change) {
    return switch (change) {
      case Change.Create create -> isNew(create.desired(), create.entry());
      case Change.Update update -> isInPlace(update.desired(), update.entry());
      // What another run set out for may have left limits to be given back.
      case Change.NoOp same -> same.entry() == null || same.entry().versions().size() == 1;
      case Change.Skip ignored -> true;
      case Change.Replace ignored -> false;
      case Change.Delete ignored -> false;
    };
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

  /** What differs after such a round: nothing but what was to be left alone. */
  static ChangeSet leftAlone(ChangeSet changes, SortedMap<ResourceId, Entry> hoped) {
    SortedMap<ResourceId, Change> after = new TreeMap<>(changes.changes());
    after.replaceAll(
        (id, change) -> {
          Resource wanted = change instanceof Change.NoOp ? null : change.desired();
          return wanted == null ? change : new Change.NoOp(wanted, hoped.get(id));
        });
    return new ChangeSet(after, changes.refusals(), changes.notes());
  }
}
