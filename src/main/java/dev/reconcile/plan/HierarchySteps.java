package dev.reconcile.plan;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.diff.HierarchyDiff;
import dev.reconcile.diff.HierarchyForecast;
import dev.reconcile.diff.HierarchyUse;
import dev.reconcile.diff.Scene;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.MountEntry;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Step.Verb;
import dev.reconcile.plan.Steps.About;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Steps that mount and unmount cgroupfs. */
final class HierarchySteps {
  private static final String HOST_WIDE = "these options hold for every mount of v2 on this host";

  private final Scene scene;
  private final Steps steps;
  private final LiveHierarchies live;

  HierarchySteps(Scene scene, Steps steps) {
    this.scene = scene;
    this.steps = steps;
    this.live = scene.live().hierarchies();
  }

  void apply(Change change, About about, CgroupHierarchy desired, Set<Integer> after) {
    switch (change) {
      case Change.Create ignored -> mount(about, desired, after);
      case Change.Replace replace -> {
        Set<Integer> mounted = mount(about, desired, after);
        Entry entry = replace.entry();
        if (entry != null && !goesFirst(desired, entry)) {
          remove(about, desired.id(), entry, replace.fields(), mounted);
        }
      }
      case Change.Update update -> update(about, desired, update.fields(), after);
      case Change.NoOp ignored -> {}
      case Change.Skip ignored -> {}
      case Change.Delete ignored -> {}
    }
  }

  private Set<Integer> mount(About about, CgroupHierarchy desired, Set<Integer> after) {
    List<String> wanted = HierarchyDiff.wantedOptions(scene, desired);
    List<String> now = HierarchyDiff.optionsOfHost(live);
    List<String> options = wanted == null && desired.version() == 2 ? now : wanted;
    Hierarchy hierarchy = scene.forecast().hierarchy(desired);
    boolean hostWide = desired.version() == 2 && wanted != null && !wanted.equals(now);
    int step =
        steps.add(
            about,
            new Action.MountHierarchy(
                hierarchy,
                HierarchyForecast.source(scene.request().stateDir(), desired.id()),
                options == null ? List.of() : options,
                missing(desired.mountPoint())),
            after,
            List.of(),
            hostWide ? HOST_WIDE : "");
    steps.markMounted(step);
    return Set.of(step);
  }

  /** The mount point and directories above it that are not there, highest first. */
  private List<String> missing(String mountPoint) {
    List<String> missing = new ArrayList<>();
    for (String path = mountPoint; !path.equals("/"); path = CgroupPaths.parent(path)) {
      if (!live.directories().contains(path)) {
        missing.add(path);
      }
    }
    return missing.reversed();
  }

  private void update(
      About about, CgroupHierarchy desired, List<FieldChange> fields, Set<Integer> after) {
    List<String> wanted = HierarchyDiff.wantedOptions(scene, desired);
    if (fields.isEmpty() || wanted == null) {
      steps.add(about, new Action.Record(scene.request().owner()), after, fields, "");
    } else {
      var set = new Action.SetHierarchyOptions(desired.mountPoint(), wanted);
      steps.add(about, set, after, fields, HOST_WIDE);
    }
  }

  /** Whether the old mount makes room for a new one: then it goes before anything is mounted. */
  boolean goesFirst(@Nullable Resource desired, Entry entry) {
    Set<String> wantedPoints = new HashSet<>();
    boolean mounts = false;
    for (Resource resource : scene.request().desired().resources().values()) {
      if (resource instanceof CgroupHierarchy other) {
        wantedPoints.add(other.mountPoint());
        mounts |= live.at(other.mountPoint()) == null;
      }
    }
    for (Resource version : entry.versions()) {
      MountEntry mount = version instanceof CgroupHierarchy old ? ours(old) : null;
      if (mount != null) {
        boolean released = scene.forecast().isReleased(idOf(mount));
        if (wantedPoints.contains(mount.mountPoint())
            || (released && (mounts || desired != null))) {
          return true;
        }
      }
    }
    return false;
  }

  private @Nullable MountEntry ours(CgroupHierarchy hierarchy) {
    return scene.forecast().ours(hierarchy.mountPoint(), hierarchy.id());
  }

  private static String idOf(MountEntry mount) {
    String id = LiveHierarchies.idOf(mount);
    return id == null ? "" : id;
  }

  /** Our groups in it, then the mount, then the directories that we made for it. */
  void remove(
      About about, ResourceId id, Entry entry, List<FieldChange> fields, Set<Integer> after) {
    Set<String> seen = new HashSet<>();
    for (Resource version : entry.versions()) {
      if (version instanceof CgroupHierarchy old && seen.add(old.mountPoint())) {
        boolean stays =
            about.verb() == Verb.REPLACE
                && !scene.forecast().leaving().containsKey(old.mountPoint());
        if (!stays) {
          remove(about, old, entry, fields, after);
        }
      }
    }
  }

  private void remove(
      About about, CgroupHierarchy old, Entry entry, List<FieldChange> fields, Set<Integer> after) {
    MountEntry mount = ours(old);
    List<String> made = made(old, entry);
    if (mount == null && made.isEmpty()) {
      return;
    }
    boolean released = mount != null && scene.forecast().isReleased(idOf(mount));
    Hierarchy hierarchy = scene.forecast().hierarchy(old);
    Set<Integer> wait = new TreeSet<>(after);
    wait.addAll(steps.removals());
    if (released) {
      wait = clear(about, hierarchy, wait);
    }
    List<String> original = HierarchyDiff.original(entry);
    if (mount != null && about.verb() == Verb.DELETE && original != null) {
      var restore = new Action.SetHierarchyOptions(old.mountPoint(), original);
      wait = Set.of(steps.add(about, restore, wait, List.of(), HOST_WIDE));
    }
    String source = HierarchyForecast.source(scene.request().stateDir(), old.id());
    var unmount = new Action.UnmountHierarchy(hierarchy, source, released, made);
    steps.add(about, unmount, wait, fields, "");
  }

  private Set<Integer> clear(About about, Hierarchy hierarchy, Set<Integer> after) {
    List<String> ours = HierarchyUse.ours(scene, hierarchy.id());
    if (ours.isEmpty()) {
      return after;
    }
    int step =
        steps.add(
            about,
            new Action.ClearHierarchy(hierarchy, ours),
            after,
            List.of(),
            "limits in it no longer hold; processes go to its root");
    Set<Integer> wait = new TreeSet<>(Set.of(step));
    for (Entry entry : scene.request().inventory().entries().values()) {
      if (entry.newest() instanceof Container container) {
        wait.addAll(forget(about, container, step));
      }
    }
    return wait;
  }

  /** A monitor starts the next run from its program, which must not attach to what is gone. */
  private Set<Integer> forget(About about, Container container, int cleared) {
    LiveContainer running = scene.live().containers().get(container.id());
    Container effective = scene.effective(container);
    String leaf = scene.path(container);
    if (running == null
        || running.monitor() == 0
        || effective == null
        || leaf == null
        || scene.going().containsKey(container.id())) {
      return Set.of();
    }
    var reload = new Action.ReloadMonitor(effective, leaf, running.monitor());
    return Set.of(steps.add(about, reload, Set.of(cleared)));
  }

  /** Directories that we made, that are still there and not needed again, lowest first. */
  private List<String> made(CgroupHierarchy old, Entry entry) {
    List<String> made = new ArrayList<>();
    Resource desired = scene.request().desired().resources().get(old.id());
    String next = desired instanceof CgroupHierarchy other ? other.mountPoint() + "/" : "";
    for (String path = old.mountPoint(); !path.equals("/"); path = CgroupPaths.parent(path)) {
      boolean ours = entry.originals().containsKey(HierarchyDiff.MADE + path);
      if (ours && live.directories().contains(path) && !next.startsWith(path + "/")) {
        made.add(path);
      }
    }
    return made;
  }
}
