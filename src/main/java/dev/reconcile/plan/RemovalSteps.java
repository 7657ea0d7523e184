package dev.reconcile.plan;

import dev.reconcile.diff.ContainerState;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.diff.ProcessPlacement;
import dev.reconcile.diff.Restoration;
import dev.reconcile.diff.Scene;
import dev.reconcile.diff.Standing;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Steps.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Steps that end and remove things. Stopping takes time: what follows it is planned when it is
 * over.
 */
final class RemovalSteps {
  private final Scene scene;
  private final Steps steps;
  private final GroupSteps groups;

  RemovalSteps(Scene scene, Steps steps, GroupSteps groups) {
    this.scene = scene;
    this.steps = steps;
    this.groups = groups;
  }

  /**
   * Stops a container, or removes what is left of a stopped one.
   *
   * @param places where it is, and wherever else runs that were killed have left groups of its
   * @param keepWritable leave its writable layer on disk
   * @return whether nothing is left afterwards, so that it can be made again in this plan
   */
  boolean container(
      About about,
      ResourceId id,
      List<String> places,
      boolean keepWritable,
      List<FieldChange> fields,
      Set<Integer> after) {
    LiveContainer live = scene.live().containers().get(id);
    String consequence = keepWritable ? "its writable layer stays" : "its writable layer is lost";
    if (live != null && live.monitor() > 0) {
      Set<Integer> thawed = after;
      for (String place : places) {
        thawed = thaw(about, place, scene.group(place), thawed);
        steps.await(place);
      }
      var stop = new Action.StopContainer(id.name(), live.monitor());
      steps.add(about, stop, thawed, fields, "the process ends; " + consequence);
      return false;
    }
    boolean empty = true;
    for (String place : places) {
      LiveCgroup group = scene.group(place);
      if (ContainerState.hasProcesses(group)) {
        Set<Integer> thawed = thaw(about, place, group, after);
        var kill = new Action.KillCgroup(place, present(group));
        steps.add(about, kill, thawed, fields, "every process in it is killed; " + consequence);
        steps.await(place);
        empty = false;
      }
    }
    if (empty) {
      remains(about, id, places, keepWritable, live, after);
    }
    return empty;
  }

  /** Files first: as long as the group is there, its marks tell what the files were made from. */
  private void remains(
      About about,
      ResourceId id,
      List<String> places,
      boolean keepWritable,
      @Nullable LiveContainer live,
      Set<Integer> after) {
    Set<Integer> wait = after;
    if (live != null && live.directory()) {
      wait =
          Set.of(steps.add(about, new Action.RemoveContainerFiles(id.name(), keepWritable), wait));
    }
    for (String place : places) {
      LiveCgroup group = scene.group(place);
      if (isOurs(group, id.toString())) {
        wait = Set.of(steps.add(about, new Action.RemoveCgroup(place, present(group)), wait));
      }
    }
  }

  /** v1 does not even kill what is frozen. */
  private Set<Integer> thaw(About about, String path, LiveCgroup group, Set<Integer> after) {
    Set<Integer> wait = after;
    for (Hierarchy hierarchy : present(group)) {
      String frozen = hierarchy.version() == 2 ? "cgroup.freeze" : "freezer.state";
      String thawed = hierarchy.version() == 2 ? "0" : "THAWED";
      Directory directory = group.directories().get(hierarchy.id());
      Reading<String> reading = directory == null ? null : directory.files().get(frozen);
      String now = reading == null ? null : reading.orNull();
      if (now != null && !now.equals(thawed)) {
        var write =
            new Action.WriteLimit(path, hierarchy, frozen, thawed, thawed, List.of("frozen"));
        wait = Set.of(steps.add(about, write, wait));
      }
    }
    return wait;
  }

  /**
   * Removes a Cgroup's directory when all below it is gone or goes in this plan.
   *
   * @return whether it is gone afterwards
   */
  boolean cgroup(
      About about, ResourceId id, String path, List<FieldChange> fields, Set<Integer> after) {
    LiveCgroup group = scene.group(path);
    if (!isOurs(group, id.toString())) {
      return true;
    }
    Set<Integer> wait = new TreeSet<>(after);
    processes(about, path, after);
    if (!isEmptied(group, wait)) {
      steps.await(path);
      return false;
    }
    steps.add(about, new Action.RemoveCgroup(path, present(group)), wait, fields, "");
    return true;
  }

  /** Existing processes go back to where they came from, then the child that held them goes. */
  void processes(About about, String path, Set<Integer> after) {
    LiveCgroup child = scene.group(CgroupPaths.child(path, ProcessPlacement.CHILD));
    if (!isOurs(child, ProcessPlacement.OBJECT)) {
      return;
    }
    Entry entry = scene.entry(about.subject());
    SortedMap<String, String> origins =
        entry == null ? new TreeMap<>() : new TreeMap<>(entry.originals());
    origins.keySet().removeIf(key -> !ProcessPlacement.isKey(key));
    Set<Integer> back = Set.of(giveBack(about, child.path(), origins, true, after));
    steps.add(about, new Action.RemoveCgroup(child.path(), present(child)), back);
  }

  int giveBack(
      About about,
      String child,
      SortedMap<String, String> origins,
      boolean all,
      Set<Integer> after) {
    var back = new Action.ReturnProcesses(child, present(scene.group(child)), origins, all);
    return steps.add(about, back, after);
  }

  /** Gives an adopted group back. */
  void adopted(About about, Entry entry, Set<Integer> after) {
    restore(about, Restoration.ofAll(scene, entry), after);
    for (Action forget : UnitActions.forget(scene, entry.originals().keySet())) {
      steps.add(about, forget, after);
    }
  }

  /** One after the other: some bounds must not exceed others. */
  void restore(About about, List<Restoration> restorations, Set<Integer> after) {
    Set<Integer> wait = after;
    for (Restoration back : restorations) {
      wait = Set.of(steps.add(about, UnitActions.restore(scene.host(), back), wait));
    }
  }

  /** Whether every child goes in this plan; adds the steps that remove them. */
  private boolean isEmptied(LiveCgroup group, Set<Integer> wait) {
    for (Directory directory : group.directories().values()) {
      for (String child : directory.children()) {
        String path = CgroupPaths.child(group.path(), child);
        if (child.equals(CgroupHost.KEEPER)) {
          continue;
        }
        if (!steps.isRemoved(path)) {
          return false;
        }
        wait.addAll(steps.removed(path));
      }
    }
    return true;
  }

  /**
   * The monitors' group goes with the last container, the cgroup root with the last object below
   * it.
   */
  void root(About about) {
    boolean busy = scene.live().containers().values().stream().anyMatch(live -> live.monitor() > 0);
    if (busy || stays(Container.class)) {
      return;
    }
    own(about, scene.group(groups.monitors()), "monitors");
    if (!stays(Cgroup.class)) {
      own(about, scene.group(scene.request().cgroupRoot()), "root");
    }
  }

  private void own(About about, LiveCgroup group, String object) {
    Set<Integer> wait = new TreeSet<>(steps.removals());
    if (isOurs(group, object) && isEmptied(group, wait)) {
      boolean delegated = scene.host().unit(group.path()) != null;
      steps.add(
          about,
          delegated
              ? new Action.EndDelegation(group.path())
              : new Action.RemoveCgroup(group.path(), present(group)),
          wait);
    }
  }

  /** Whether an object of this kind is wanted, or owned and not to go. */
  private boolean stays(Class<? extends Resource> kind) {
    for (Resource desired : scene.request().desired().resources().values()) {
      if (kind.isInstance(desired)) {
        return true;
      }
    }
    for (var owned : scene.request().inventory().entries().entrySet()) {
      if (kind.isInstance(owned.getValue().newest())
          && !scene.going().containsKey(owned.getKey())) {
        return true;
      }
    }
    return false;
  }

  private boolean isOurs(LiveCgroup group, String object) {
    return Standing.isOurs(group, object, scene.request().stateDir());
  }

  private List<Hierarchy> present(LiveCgroup group) {
    List<Hierarchy> present = new ArrayList<>();
    for (Hierarchy hierarchy : scene.host().hierarchies()) {
      if (group.directories().containsKey(hierarchy.id())) {
        present.add(hierarchy);
      }
    }
    return present;
  }
}
