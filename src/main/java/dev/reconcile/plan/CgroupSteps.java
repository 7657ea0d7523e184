package dev.reconcile.plan;

import dev.reconcile.diff.LimitFindings;
import dev.reconcile.diff.Pending;
import dev.reconcile.diff.ProcessPlacement;
import dev.reconcile.diff.Restoration;
import dev.reconcile.diff.Scene;
import dev.reconcile.fields.limits.FileSetting;
import dev.reconcile.live.LiveCandidate;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Marks;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.plan.Steps.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Steps for Cgroup objects that stay. */
final class CgroupSteps {
  private final Scene scene;
  private final Steps steps;
  private final GroupSteps groups;
  private final RemovalSteps removals;
  private final List<Narrowing> narrowings = new ArrayList<>();

  CgroupSteps(Scene scene, Steps steps, GroupSteps groups, RemovalSteps removals) {
    this.removals = removals;
    this.scene = scene;
    this.steps = steps;
    this.groups = groups;
  }

  /** A write that v1 refuses while a group below has more. */
  private record Narrowing(About about, String path, FileSetting setting, LimitFindings limits) {
    int depth() {
      return (int) path.chars().filter(c -> c == '/').count();
    }
  }

  void apply(About about, Cgroup cgroup, Set<Integer> after) {
    String path = scene.path(cgroup);
    if (path == null) {
      return;
    }
    int before = steps.size();
    Set<Integer> wait = cgroup.adopted() ? after : make(about, cgroup, path, after);
    if (Pending.reason(scene, cgroup, path) == null) {
      limits(about, cgroup, path, wait);
    }
    processes(about, cgroup, path, wait);
    if (cgroup.adopted()) {
      removals.restore(about, Restoration.ofLeft(scene, cgroup, path), after);
    }
    if (steps.size() == before && !hasNarrowing(cgroup)) {
      steps.add(about, new Action.Record(scene.request().owner()), after);
    }
  }

  /** After the limits: whoever comes in is bound by them at once. */
  private void processes(About about, Cgroup cgroup, String path, Set<Integer> after) {
    ProcessPlacement placement = ProcessPlacement.of(scene, cgroup, path);
    if (cgroup.adopted() || placement.isSettled() && !isLeft(cgroup, placement.path())) {
      return;
    }
    Set<Integer> wait = new TreeSet<>(after);
    wait.addAll(steps.of(cgroup.id()));
    if (!cgroup.processes().isEmpty()) {
      wait = groups.own(about, placement.path(), ProcessPlacement.OBJECT, wait);
    }
    if (!placement.back().isEmpty()) {
      wait = Set.of(removals.giveBack(about, placement.path(), placement.back(), false, wait));
    }
    if (!placement.move().isEmpty()) {
      var place =
          new Action.PlaceProcesses(placement.path(), scene.host().hierarchies(), placement.move());
      String moved = "moves " + of(placement.move());
      steps.add(about, place, wait, placement.changes(), moved);
    }
    if (cgroup.processes().isEmpty()) {
      removals.processes(about, path, wait);
    }
  }

  private static String of(List<LiveCandidate> moved) {
    StringBuilder text = new StringBuilder();
    for (LiveCandidate candidate : moved) {
      text.append(text.isEmpty() ? "" : ", ").append(candidate);
    }
    return moved.size() + (moved.size() == 1 ? " process: " : " processes: ") + text;
  }

  private boolean isLeft(Cgroup cgroup, String child) {
    return cgroup.processes().isEmpty() && !scene.group(child).isAbsent();
  }

  private boolean hasNarrowing(Cgroup cgroup) {
    return narrowings.stream().anyMatch(n -> n.about.subject().equals(cgroup.id()));
  }

  private Set<Integer> make(About about, Cgroup cgroup, String path, Set<Integer> after) {
    LiveCgroup group = scene.group(path);
    String root = scene.request().cgroupRoot();
    Set<Integer> wait = new TreeSet<>(after);
    if (path.startsWith(root + "/")) {
      wait.addAll(groups.root(about));
    }
    wait.addAll(steps.made(CgroupPaths.parent(path)));
    wait.addAll(steps.removed(path));
    SortedMap<String, String> identity = scene.marks(cgroup);
    identity.remove(Marks.OWNER);
    if (!scene.isWhole(group, identity)) {
      var marks = scene.marks(cgroup);
      return Set.of(
          steps.add(about, new Action.MakeCgroup(path, scene.host().hierarchies(), marks), wait));
    }
    if (!scene.request().owner().text().equals(Scene.mark(group, Marks.OWNER))) {
      var marks = scene.marks(cgroup);
      steps.add(about, new Action.MarkCgroup(path, scene.host().hierarchies(), marks), wait);
    }
    return wait;
  }

  private void limits(About about, Cgroup cgroup, String path, Set<Integer> after) {
    LimitFindings limits = LimitFindings.of(scene, cgroup, path);
    List<FileSetting> now = new ArrayList<>();
    for (FileSetting setting : limits.settings()) {
      if (setting.narrows()) {
        narrowings.add(new Narrowing(about, path, setting, limits));
      } else if (!setting.yields()) {
        now.add(setting);
      }
    }
    groups.write(about, path, now, limits, after);
  }

  /**
   * Narrows from the bottom up, when everything below has been written; what still stops there is
   * waited for.
   */
  void narrow() {
    narrowings.sort((one, other) -> Integer.compare(other.depth(), one.depth()));
    for (Narrowing narrowing : narrowings) {
      if (steps.awaitsBelow(narrowing.path)) {
        continue;
      }
      Set<Integer> after = new TreeSet<>(steps.of(narrowing.about.subject()));
      after.addAll(steps.below(narrowing.path));
      groups.write(
          narrowing.about, narrowing.path, List.of(narrowing.setting), narrowing.limits, after);
    }
  }
}
