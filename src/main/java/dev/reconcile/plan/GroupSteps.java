package dev.reconcile.plan;

import dev.reconcile.diff.FieldChange;
import dev.reconcile.diff.LimitFindings;
import dev.reconcile.diff.Scene;
import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.fields.limits.FileSetting;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.plan.Steps.About;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** Steps on groups: making them, enabling v2 controllers above them, writing their limits. */
final class GroupSteps {
  private final Scene scene;
  private final Steps steps;
  private final String root;
  private final Map<String, Set<Integer>> ready = new HashMap<>();
  private int realtimeStep;
  private final Set<Integer> yielded = new TreeSet<>();
  private final RealtimeRoot realtime;

  GroupSteps(Scene scene, Steps steps) {
    this.scene = scene;
    this.steps = steps;
    this.root = scene.request().cgroupRoot();
    this.realtime = new RealtimeRoot(scene);
  }

  /** Where the monitors live. */
  String monitors() {
    return CgroupPaths.child(root, ".monitors");
  }

  /** The cgroup root, unless it is there; returns what to wait for. */
  Set<Integer> root(About about) {
    return root.equals("/") ? Set.of() : own(about, root, "root", steps.mounted());
  }

  /** The monitors' group, unless it is there; returns what to wait for. */
  Set<Integer> monitors(About about) {
    return own(about, monitors(), "monitors", root(about));
  }

  /** A group of our own, with the CPUs and nodes that v1 does not inherit. */
  Set<Integer> own(About about, String path, String object, Set<Integer> after) {
    Set<Integer> done = ready.get(path);
    if (done != null) {
      return done;
    }
    LiveCgroup group = scene.group(path);
    SortedMap<String, String> marks = new TreeMap<>();
    marks.put(Marks.OBJECT, object);
    marks.put(Marks.STATE_DIR, scene.request().stateDir());
    Set<Integer> wait = after;
    if (!scene.isWhole(group, marks)) {
      wait =
          Set.of(
              steps.add(
                  about,
                  scene.host().unit(path) == null
                      ? new Action.MakeCgroup(path, scene.host().hierarchies(), marks)
                      : new Action.Delegate(path, scene.host().hierarchies(), marks),
                  after));
    }
    Set<Integer> seeded = seed(about, path, group, wait);
    ready.put(path, seeded);
    return seeded;
  }

  private Set<Integer> seed(About about, String path, LiveCgroup group, Set<Integer> after) {
    Hierarchy cpuset = scene.host().of("cpuset");
    Set<Integer> wait = after;
    if (cpuset == null || cpuset.version() == 2) {
      return wait;
    }
    Directory directory = group.directories().get(cpuset.id());
    for (String file : Cpuset.BOTH) {
      Reading<String> reading = directory == null ? null : directory.files().get(file);
      String now = reading == null ? null : reading.orNull();
      String value = now == null || now.isEmpty() ? scene.cpuset(path, file) : null;
      if (value != null) {
        wait =
            Set.of(
                steps.add(
                    about,
                    new Action.WriteLimit(path, cpuset, file, value, value, List.of()),
                    wait));
      }
    }
    return wait;
  }

  /** Limits in the order given, each after the one before it; returns what to wait for. */
  Set<Integer> write(
      About about,
      String path,
      List<FileSetting> settings,
      LimitFindings limits,
      Collection<Integer> after) {
    Set<Integer> wait = new TreeSet<>(after);
    for (FileSetting setting : settings) {
      Set<Integer> before = both(wait, enable(about, path, setting));
      if (Realtime.isFile(setting.file())) {
        before = both(before, shareOut(about));
      }
      wait = Set.of(write(about, path, setting, limits, before));
    }
    return wait;
  }

  private static Set<Integer> both(Set<Integer> some, Set<Integer> others) {
    if (others.isEmpty()) {
      return some;
    }
    Set<Integer> all = new TreeSet<>(some);
    all.addAll(others);
    return all;
  }

  /**
   * Has a group give up what others may be waiting for. To be called from the bottom up, before
   * anything else is written.
   */
  void yield(About about, String path, LimitFindings limits) {
    for (FileSetting setting : limits.yielding()) {
      yielded.add(write(about, path, setting, limits, yielded));
    }
  }

  /** What must be before anybody gets real-time CPU time: others have less, our root has enough. */
  private Set<Integer> shareOut(About about) {
    Set<Integer> wait = new TreeSet<>(yielded);
    FileSetting grown = realtime.growth();
    if (grown != null && realtimeStep == 0) {
      Set<Integer> before = new TreeSet<>(yielded);
      before.addAll(root(about));
      realtimeStep = steps.add(about, write(root, grown), before);
    }
    if (realtimeStep > 0) {
      wait.add(realtimeStep);
    }
    return wait;
  }

  /** Takes back from our root what nobody below it needs any more, after all else. */
  void takeBack(About about) {
    FileSetting less = realtime.surplus();
    if (less != null && realtimeStep == 0) {
      steps.add(about, write(root, less), steps.below(root));
    }
  }

  private static Action.WriteLimit write(String path, FileSetting setting) {
    return new Action.WriteLimit(
        path,
        setting.hierarchy(),
        setting.file(),
        setting.value(),
        setting.expected(),
        setting.fields());
  }

  private int write(
      About about,
      String path,
      FileSetting setting,
      LimitFindings limits,
      Collection<Integer> after) {
    Action action = UnitActions.set(scene.host(), write(path, setting));
    boolean risky = setting.fields().contains("memory.max");
    return steps.add(
        about, action, after, fields(setting, limits), risky ? limits.consequence() : "");
  }

  private static List<FieldChange> fields(FileSetting setting, LimitFindings limits) {
    List<FieldChange> carried = new ArrayList<>();
    for (FieldChange field : limits.fields()) {
      String path = field.path();
      String bare = path.startsWith("resources.") ? path.substring("resources.".length()) : path;
      if (setting.fields().contains(bare)) {
        carried.add(field);
      }
    }
    return carried;
  }

  /**
   * v2: a controller works in a group when every group above passes it on, from the top down. That
   * waits for those groups alone: others need it, too, whatever becomes of this one.
   */
  private Set<Integer> enable(About about, String path, FileSetting setting) {
    String controller = setting.controller();
    if (setting.hierarchy().version() == 1 || setting.isCore() || scene.host().unit(path) != null) {
      return Set.of();
    }
    Set<Integer> wait = Set.of();
    for (String above : CgroupPaths.above(path).reversed()) {
      Set<Integer> known = steps.enabled(above, controller);
      if (!known.isEmpty()) {
        wait = known;
      } else if (!scene.passesOn(above, controller)
          && !scene.isDistributedBySystemd(above, controller)) {
        SortedSet<Integer> before = new TreeSet<>(wait);
        before.addAll(steps.made(above));
        int step =
            steps.add(about, new Action.EnableControllers(above, List.of(controller)), before);
        steps.markEnabled(above, controller, step);
        wait = Set.of(step);
      }
    }
    return wait;
  }
}
