package dev.reconcile.plan;

import dev.reconcile.diff.ContainerFindings;
import dev.reconcile.diff.ContainerState;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.diff.LimitFindings;
import dev.reconcile.diff.Scene;
import dev.reconcile.fields.limits.FileSetting;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.Dependency;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ProcessSpec.Rlimit;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Steps.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;

/** Steps for containers that are to run. */
final class ContainerSteps {
  private final Scene scene;
  private final Steps steps;
  private final GroupSteps groups;

  ContainerSteps(Scene scene, Steps steps, GroupSteps groups) {
    this.scene = scene;
    this.steps = steps;
    this.groups = groups;
  }

  /**
   * From nothing, or from what a crash has left, to a process.
   *
   * @param after the steps of what it is built on
   */
  void create(About about, Container container, String leaf, Set<Integer> after) {
    LimitFindings limits =
        steps.isRemoved(leaf)
            ? LimitFindings.ofNew(scene, container, leaf)
            : LimitFindings.of(scene, container, leaf);
    Set<Integer> made = make(about, container, leaf, after);
    List<FileSetting> before = new ArrayList<>();
    List<FileSetting> freezing = new ArrayList<>();
    for (FileSetting setting : limits.unyielding()) {
      (setting.freezes() ? freezing : before).add(setting);
    }
    Set<Integer> limited = groups.write(about, leaf, before, limits, made);
    Set<Integer> prepared =
        Set.of(steps.add(about, new Action.PrepareContainer(container, leaf), limited));
    Set<Integer> ready = new TreeSet<>(prepared);
    ready.addAll(groups.monitors(about));
    for (Dependency dependency : container.dependsOn()) {
      ready.addAll(steps.start(new ResourceId(Kind.CONTAINER, dependency.name())));
    }
    Set<Integer> started =
        Set.of(steps.add(about, new Action.StartContainer(container, leaf), ready));
    groups.write(about, leaf, freezing, limits, started);
  }

  private Set<Integer> make(About about, Container container, String leaf, Set<Integer> after) {
    LiveCgroup group = scene.group(leaf);
    Set<Integer> wait = new TreeSet<>(after);
    wait.addAll(groups.root(about));
    wait.addAll(steps.made(CgroupPaths.parent(leaf)));
    wait.addAll(steps.removed(leaf));
    SortedMap<String, String> marks = scene.marks(container);
    if (scene.isWhole(group, marks) && !steps.isRemoved(leaf)) {
      return wait;
    }
    var make = new Action.MakeCgroup(leaf, scene.host().hierarchies(), marks);
    return Set.of(steps.add(about, make, wait));
  }

  /** In place: no process notices a restart. */
  void update(About about, Container container, String leaf, Set<Integer> after) {
    int before = steps.size();
    ContainerFindings found = ContainerFindings.of(scene, container, leaf);
    Set<Integer> wait = new TreeSet<>(after);
    if (!found.joins().isEmpty()) {
      wait.addAll(join(about, container, leaf, found, after));
    } else if (found.remark()) {
      var mark = new Action.MarkCgroup(leaf, scene.host().hierarchies(), scene.marks(container));
      steps.add(about, mark, after, fields(found, "owner"), "");
    }
    if (!found.strays().isEmpty()) {
      // From there it has what it still is in, and whatever it has started meanwhile.
      var back = new Action.JoinHierarchies(leaf, present(leaf, found.strays()), found.strays());
      String consequence = "memory that it has taken elsewhere stays charged there";
      steps.add(about, back, wait, fields(found, "cgroup"), consequence);
    }
    groups.write(about, leaf, found.limits().unyielding(), found.limits(), wait);
    if (!found.initFiles().isEmpty()) {
      var rewrite = new Action.RewriteInitFiles(container, found.initFiles());
      String consequence = "a file that the container has written itself keeps its content";
      List<FieldChange> fields = fields(found, "rootfs.initLayer");
      int rewritten = steps.add(about, rewrite, after, fields, consequence);
      signals(about, container, found, Set.of(rewritten));
    }
    LiveContainer live = scene.live().containers().get(container.id());
    if (live != null && live.init() != null) {
      process(about, container, live.init(), found, after);
    }
    if (live != null) {
      monitor(about, container, leaf, live, found, wait);
    }
    if (steps.size() == before) {
      steps.add(about, new Action.Record(scene.request().owner()), after, found.fields(), "");
    }
  }

  /** {@code onChange: signal:NAME}, for a process that is there to get it. */
  private void signals(
      About about, Container container, ContainerFindings found, Set<Integer> rewritten) {
    LiveContainer live = scene.live().containers().get(container.id());
    LiveProcess init = live == null ? null : live.init();
    if (init != null) {
      for (String signal : found.signals(container)) {
        var send = new Action.SignalProcess(container, init.pid(), init.startTime(), signal);
        steps.add(about, send, rewritten);
      }
    }
  }

  /** A leaf in hierarchies that were mounted after the start, and its processes in it. */
  private Set<Integer> join(
      About about, Container container, String leaf, ContainerFindings found, Set<Integer> after) {
    Set<Integer> wait = new TreeSet<>(after);
    wait.addAll(groups.root(about));
    wait.addAll(steps.made(CgroupPaths.parent(leaf)));
    var make = new Action.MakeCgroup(leaf, scene.host().hierarchies(), scene.marks(container));
    Set<Integer> made = Set.of(steps.add(about, make, wait));
    var join = new Action.JoinHierarchies(leaf, present(leaf, List.of()), found.joins());
    return Set.of(steps.add(about, join, made, fields(found, "cgroup"), ""));
  }

  private Hierarchy present(String leaf, List<Hierarchy> not) {
    for (Hierarchy hierarchy : scene.host().hierarchies()) {
      boolean there = scene.group(leaf).directories().containsKey(hierarchy.id());
      if (there && !not.contains(hierarchy)) {
        return hierarchy;
      }
    }
    throw new IllegalStateException("no hierarchy has " + leaf);
  }

  private void process(
      About about,
      Container container,
      LiveProcess init,
      ContainerFindings found,
      Set<Integer> after) {
    String hostname = found.hostname();
    if (hostname != null) {
      var set = new Action.SetHostname(container, init.pid(), init.startTime(), hostname);
      steps.add(about, set, after, fields(found, "hostname"), "");
    }
    for (Rlimit limit : found.rlimits()) {
      var set =
          new Action.SetRlimit(
              container, init.pid(), init.startTime(), limit.type(), limit.soft(), limit.hard());
      steps.add(about, set, after, fields(found, "process.rlimits[" + limit.type() + "]"), "");
    }
  }

  private void monitor(
      About about,
      Container container,
      String leaf,
      LiveContainer live,
      ContainerFindings found,
      Set<Integer> after) {
    Set<Integer> wait = after;
    if (found.reload()) {
      var reload = new Action.ReloadMonitor(container, leaf, live.monitor());
      wait = Set.of(steps.add(about, reload, after, inProgram(found), ""));
    }
    LiveProcess init = live.init();
    if (init != null && ContainerState.of(live) == ContainerState.ORPHANED) {
      Set<Integer> ready = new TreeSet<>(wait);
      ready.addAll(groups.monitors(about));
      steps.add(about, new Action.AdoptContainer(container, init.pid(), init.startTime()), ready);
    }
  }

  private static List<FieldChange> inProgram(ContainerFindings found) {
    List<FieldChange> fields = new ArrayList<>();
    for (String prefix : List.of("restart", "stop", "logs")) {
      fields.addAll(fields(found, prefix));
    }
    return fields;
  }

  private static List<FieldChange> fields(ContainerFindings found, String prefix) {
    List<FieldChange> fields = new ArrayList<>();
    for (FieldChange field : found.fields()) {
      if (field.path().startsWith(prefix)) {
        fields.add(field);
      }
    }
    return fields;
  }
}
