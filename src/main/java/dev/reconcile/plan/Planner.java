package dev.reconcile.plan;

import dev.reconcile.diff.Change;
import dev.reconcile.diff.ChangeSet;
import dev.reconcile.diff.DiffRequest;
import dev.reconcile.diff.FieldChange;
import dev.reconcile.diff.LimitFindings;
import dev.reconcile.diff.Scene;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.References.Reference;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Step.Verb;
import dev.reconcile.plan.Steps.About;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Which actions, in what order. First what has to make room: the old half of replacements, and
 * deletions whose place somebody else takes. Then everything that stays, in the order of
 * references. Then the other deletions, in reverse; those that prune wait until all before them has
 * succeeded. Pure.
 */
public final class Planner {
  private final Scene scene;
  private final ChangeSet changes;
  private final Steps steps = new Steps();
  private final GroupSteps groups;
  private final CgroupSteps cgroups;
  private final ContainerSteps containers;
  private final RemovalSteps removals;
  private final HierarchySteps hierarchies;
  private final Set<ResourceId> stopping = new HashSet<>();
  private final Set<ResourceId> removed = new HashSet<>();

  private Planner(Scene scene, ChangeSet changes) {
    this.scene = scene;
    this.changes = changes;
    this.groups = new GroupSteps(scene, steps);
    this.containers = new ContainerSteps(scene, steps, groups);
    this.hierarchies = new HierarchySteps(scene, steps);
    this.removals = new RemovalSteps(scene, steps, groups);
    this.cgroups = new CgroupSteps(scene, steps, groups, removals);
  }

  /** Plans; nothing when the run is refused. */
  public static Plan plan(DiffRequest request, ChangeSet changes) {
    return plan(new Scene(request), changes);
  }

  /**
   * The same, for whoever has a scene already.
   *
   * @param changes found in that scene
   */
  public static Plan plan(Scene scene, ChangeSet changes) {
    if (!changes.refusals().isEmpty() || changes.isClean()) {
      return Plan.EMPTY;
    }
    return new Planner(scene, changes).plan();
  }

  private Plan plan() {
    List<Resource> staying = new ArrayList<>();
    List<Resource> leaving = new ArrayList<>();
    for (Change change : changes.changes().values()) {
      switch (change) {
        case Change.Create create -> staying.add(create.desired());
        case Change.Update update -> staying.add(update.desired());
        case Change.Replace replace -> {
          staying.add(replace.desired());
          leaving.add(old(replace));
        }
        case Change.Delete delete -> leaving.add(old(delete));
        case Change.NoOp ignored -> {}
        case Change.Skip ignored -> {}
      }
    }
    List<Resource> backwards = Order.of(leaving).reversed();
    Set<String> wanted = leaving.isEmpty() ? Set.of() : wantedPaths(staying);
    backwards.forEach(old -> makeRoom(old, wanted));
    giveWay(staying);
    Order.of(staying).forEach(this::apply);
    deletions(backwards);
    cgroups.narrow();
    if (!staying.isEmpty()) {
      groups.takeBack(about(changed(staying.getLast().id())));
    }
    return steps.plan();
  }

  /** From the bottom up, so that no parent ever has less than what is below it. */
  private void giveWay(List<Resource> staying) {
    SortedMap<String, Resource> deepestFirst = new TreeMap<>(Planner::deeperFirst);
    for (Resource resource : staying) {
      String path = scene.path(resource);
      boolean stays = path != null && !stopping.contains(resource.id()) && !steps.isRemoved(path);
      if (path != null && stays && Realtime.isListed(scene.wanted(resource))) {
        deepestFirst.put(path, resource);
      }
    }
    deepestFirst.forEach(
        (path, resource) ->
            groups.yield(
                about(changed(resource.id())), path, LimitFindings.of(scene, resource, path)));
  }

  private static int deeperFirst(String path, String other) {
    int byDepth = Integer.compare(depth(other), depth(path));
    return byDepth != 0 ? byDepth : path.compareTo(other);
  }

  private static int depth(String path) {
    return (int) path.chars().filter(c -> c == '/').count();
  }

  private Change changed(ResourceId id) {
    Change change = changes.changes().get(id);
    if (change == null) {
      throw new IllegalStateException("no change of " + id);
    }
    return change;
  }

  /**
   * The object as it is now, for the order in which things go; a torn record has only its identity.
   */
  private Resource old(Change change) {
    return switch (change) {
      case Change.Replace replace -> newest(replace.entry(), replace.desired());
      case Change.Delete delete -> newest(delete.entry(), null);
      case Change.Create create -> create.desired();
      case Change.Update update -> update.desired();
      case Change.NoOp noOp -> noOp.desired();
      case Change.Skip skip ->
          throw new IllegalStateException("a skipped object stays: " + skip.id());
    };
  }

  private static Resource newest(@Nullable Entry entry, @Nullable Resource fallback) {
    Resource applied = entry == null ? null : entry.applied();
    Resource newest = applied != null ? applied : entry == null ? null : entry.intended();
    Resource known = newest == null ? fallback : newest;
    if (known == null) {
      throw new IllegalArgumentException("an inventory entry without any spec");
    }
    return known;
  }

  private Set<String> wantedPaths(List<Resource> staying) {
    Set<String> paths = new HashSet<>();
    for (Resource resource : staying) {
      String path = scene.path(resource);
      if (path != null) {
        paths.add(path);
      }
    }
    return paths;
  }

  private void makeRoom(Resource old, Set<String> wanted) {
    Change change = changes.changes().get(old.id());
    if (old instanceof CgroupHierarchy) {
      makeRoom(change, old);
      return;
    }
    if (change instanceof Change.Replace replace) {
      About about =
          new About(old.id(), Verb.REPLACE, mutability(replace.fields()), replace.reason());
      remove(about, old, replace.fields(), Set.of());
    } else if (change instanceof Change.Delete delete
        && !Collections.disjoint(places(old), wanted)) {
      delete(old, delete, Set.of());
    }
  }

  private void makeRoom(@Nullable Change change, Resource old) {
    if (change instanceof Change.Replace replace
        && replace.entry() != null
        && hierarchies.goesFirst(replace.desired(), replace.entry())) {
      About about =
          new About(old.id(), Verb.REPLACE, mutability(replace.fields()), replace.reason());
      hierarchies.remove(about, old.id(), replace.entry(), replace.fields(), Set.of());
    } else if (change instanceof Change.Delete delete
        && hierarchies.goesFirst(null, delete.entry())) {
      delete(old, delete, Set.of());
    }
  }

  private void deletions(List<Resource> backwards) {
    Set<Integer> before = prunes() ? steps.ends() : Set.of();
    Resource last = null;
    Set<Integer> barrier = Set.of();
    for (Resource old : backwards) {
      if (!(changes.changes().get(old.id()) instanceof Change.Delete delete)) {
        continue;
      }
      last = old;
      if (removed.contains(old.id()) || stopping.contains(old.id())) {
        continue;
      }
      if (delete.prune() && barrier.isEmpty() && !before.isEmpty()) {
        About about =
            new About(old.id(), Verb.DELETE, Mutability.LIVE, "pruning waits for everything else");
        barrier = Set.of(steps.add(about, new Action.Record(delete.entry().owner()), before));
      }
      delete(old, delete, delete.prune() ? barrier : Set.of());
    }
    if (last != null && changes.changes().get(last.id()) instanceof Change.Delete delete) {
      removals.root(about(last, delete));
    }
  }

  private boolean prunes() {
    for (Change change : changes.changes().values()) {
      if (change instanceof Change.Delete delete && delete.prune()) {
        return true;
      }
    }
    return false;
  }

  private static About about(Resource old, Change.Delete delete) {
    return new About(old.id(), Verb.DELETE, Mutability.RECREATE, delete.reason());
  }

  private void delete(Resource old, Change.Delete delete, Set<Integer> after) {
    int size = steps.size();
    About about = about(old, delete);
    Set<Integer> wait = new TreeSet<>(after);
    for (ResourceId user : users(old)) {
      wait.addAll(steps.of(user));
    }
    if (old instanceof CgroupHierarchy && steps.awaitsStops()) {
      // A container without a root file system has a copy of the mount, which would keep the
      // hierarchy after the host's is gone.
      stopping.add(old.id());
    } else if (old instanceof CgroupHierarchy) {
      hierarchies.remove(about, old.id(), delete.entry(), List.of(), wait);
      removed.add(old.id());
    } else if (old instanceof Cgroup cgroup && cgroup.adopted()) {
      removals.adopted(about, delete.entry(), wait);
    } else {
      remove(about, old, List.of(), wait);
    }
    if (steps.size() == size && !stopping.contains(old.id())) {
      steps.add(about, new Action.Record(delete.entry().owner()), wait);
    }
  }

  /** Removed objects that were built on this one: they go first. */
  private Set<ResourceId> users(Resource target) {
    return usersOf.getOrDefault(target.id(), Set.of());
  }

  private final Map<ResourceId, Set<ResourceId>> usersOf = new TreeMap<>();

  private void remove(About about, Resource old, List<FieldChange> fields, Set<Integer> after) {
    for (Reference reference : Order.references(old)) {
      usersOf.computeIfAbsent(reference.target(), id -> new HashSet<>()).add(old.id());
    }
    boolean gone = true;
    List<String> places = places(old);
    if (old instanceof Container && !places.isEmpty()) {
      gone = removals.container(about, old.id(), places, keepsWritable(about, old), fields, after);
    } else if (old instanceof Cgroup) {
      for (String left : scene.left(old.id())) {
        gone &= removals.cgroup(about, old.id(), left, fields, after);
      }
    }
    (gone ? removed : stopping).add(old.id());
  }

  /** Where an object is to be by its record, then the groups of its that are elsewhere. */
  private List<String> places(Resource old) {
    Set<String> places = new LinkedHashSet<>();
    String path = scene.oldPath(old);
    if (path != null) {
      places.add(path);
    }
    Entry entry = scene.entry(old.id());
    for (String place : entry == null ? Set.<String>of() : scene.places(entry)) {
      if (scene.isOurs(place, old.id())) {
        places.add(place);
      }
    }
    return List.copyOf(places);
  }

  private Resource desired(Resource old) {
    Resource desired = scene.request().desired().resources().get(old.id());
    return desired == null ? old : desired;
  }

  private boolean keepsWritable(About about, Resource old) {
    Container wanted =
        about.verb() == Verb.REPLACE && desired(old) instanceof Container c
            ? scene.effective(c)
            : null;
    return wanted != null && scene.keepsWritable(wanted);
  }

  private void apply(Resource desired) {
    Change change = changes.changes().get(desired.id());
    if (change == null || (desired instanceof Container && stopping.contains(desired.id()))) {
      return;
    }
    Set<Integer> after = new TreeSet<>();
    for (Reference reference : dev.reconcile.model.References.of(desired)) {
      after.addAll(steps.of(reference.target()));
    }
    String path = scene.path(desired);
    if (path != null) {
      after.addAll(steps.removed(path));
    }
    after.addAll(change instanceof Change.Replace ? steps.of(desired.id()) : Set.of());
    if (path != null) {
      after.addAll(steps.mounted());
    }
    switch (desired) {
      case CgroupHierarchy hierarchy -> hierarchies.apply(change, about(change), hierarchy, after);
      case Cgroup cgroup -> cgroups.apply(about(change), cgroup, after);
      case Container container -> container(change, container, path, after);
      case dev.reconcile.model.Rootfs ignored -> record(change, after);
      case dev.reconcile.model.Sync ignored -> record(change, after);
    }
  }

  private void container(
      Change change, Container container, @Nullable String leaf, Set<Integer> after) {
    Container effective = scene.effective(container);
    if (leaf == null || effective == null) {
      return;
    }
    if (change instanceof Change.Update) {
      containers.update(about(change), effective, leaf, after);
    } else {
      containers.create(about(change), effective, leaf, after);
    }
  }

  private void record(Change change, Set<Integer> after) {
    List<FieldChange> fields = change instanceof Change.Update update ? update.fields() : List.of();
    steps.add(about(change), new Action.Record(scene.request().owner()), after, fields, "");
  }

  private static About about(Change change) {
    return switch (change) {
      case Change.Create create ->
          new About(create.id(), Verb.CREATE, Mutability.RECREATE, create.reason());
      case Change.Update update ->
          new About(update.id(), Verb.UPDATE, Mutability.LIVE, update.reason());
      case Change.Replace replace ->
          new About(replace.id(), Verb.REPLACE, mutability(replace.fields()), replace.reason());
      case Change.Delete delete ->
          new About(delete.id(), Verb.DELETE, Mutability.RECREATE, delete.reason());
      case Change.NoOp noOp -> new About(noOp.id(), Verb.UPDATE, Mutability.LIVE, "");
      case Change.Skip skip -> new About(skip.id(), Verb.UPDATE, Mutability.LIVE, skip.reason());
    };
  }

  /** The dearest of the changes. */
  private static Mutability mutability(List<FieldChange> fields) {
    Mutability dearest = fields.isEmpty() ? Mutability.RECREATE : Mutability.LIVE;
    for (FieldChange field : fields) {
      dearest = field.mutability().compareTo(dearest) > 0 ? field.mutability() : dearest;
    }
    return dearest;
  }
}
