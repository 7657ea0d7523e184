package dev.reconcile.observe;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.LimitParts;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.live.HostPart;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.CgroupPlaces;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a look is to find out, which depends on what is wanted and owned alone.
 *
 * @param objects to look at
 * @param paths where each of them may be
 * @param groups cgroup paths to read, with all ancestors, and the limits to read there
 * @param parts of the host that some version's limits name
 * @param near those paths where what is wanted is or will be, with all ancestors; the others are of
 *     objects that are owned and not spoken of
 */
record Question(
    List<Versions> objects,
    Map<ResourceId, List<String>> paths,
    SortedMap<String, Limits> groups,
    Map<HostPart, SortedSet<String>> parts,
    Set<String> near) {

  /**
   * @param scope the objects to look at; null for all
   */
  static Question of(
      DesiredState desired,
      Inventory inventory,
      @Nullable Set<ResourceId> scope,
      String cgroupRoot) {
    List<Versions> objects = Versions.of(desired, inventory, scope);
    Map<ResourceId, List<String>> paths = paths(desired, inventory, objects, cgroupRoot);
    return new Question(
        objects, paths, groups(objects, paths, cgroupRoot), parts(objects), near(desired, paths));
  }

  private static Set<String> near(DesiredState desired, Map<ResourceId, List<String>> paths) {
    Set<String> near = new HashSet<>();
    for (ResourceId id : desired.resources().keySet()) {
      for (String path : paths.getOrDefault(id, List.of())) {
        for (String at = path; near.add(at) && !at.equals("/"); ) {
          at = CgroupPaths.parent(at);
        }
      }
    }
    return near;
  }

  private static Map<HostPart, SortedSet<String>> parts(List<Versions> objects) {
    Map<HostPart, SortedSet<String>> asked = LimitParts.none();
    for (Versions object : objects) {
      LimitParts.collect(object.limits(), asked);
      if (object.id().kind() == Kind.CGROUP_HIERARCHY) {
        // The top of a cpuset that is not mounted yet will have all of them.
        asked.putIfAbsent(HostPart.CPU, new TreeSet<>());
        asked.putIfAbsent(HostPart.NODE, new TreeSet<>());
      }
    }
    return asked;
  }

  /** Where each object is to be, and every place where a run may have left it. */
  private static Map<ResourceId, List<String>> paths(
      DesiredState desired, Inventory inventory, List<Versions> objects, String cgroupRoot) {
    CgroupPlaces places = new CgroupPlaces(inventory, cgroupRoot);
    CgroupPaths wanted = new CgroupPaths(desired, inventory, cgroupRoot);
    Map<ResourceId, List<String>> paths = new HashMap<>();
    for (Versions object : objects) {
      LinkedHashSet<String> found = new LinkedHashSet<>();
      for (Resource version : object.versions()) {
        found.addAll(places.of(version));
        String path = wanted.of(version);
        if (path != null) {
          found.add(path);
        }
      }
      paths.put(object.id(), List.copyOf(found));
    }
    return paths;
  }

  private static SortedMap<String, Limits> groups(
      List<Versions> objects, Map<ResourceId, List<String>> paths, String cgroupRoot) {
    SortedMap<String, Limits> groups = new TreeMap<>();
    ask(groups, cgroupRoot, Limits.NONE);
    ask(groups, CgroupPaths.child(cgroupRoot, ".monitors"), Limits.NONE);
    for (Versions object : objects) {
      Limits limits = object.limits();
      if (object.id().kind() == Kind.CONTAINER) {
        // Of the root group, whether the host can hold a container to its devices.
        ask(groups, "/", DefaultDevices.seen(Limits.NONE));
        limits = DefaultDevices.seen(limits);
      }
      if (Realtime.isListed(limits)) {
        ask(groups, cgroupRoot, Realtime.WATCHED);
      }
      for (String path : paths.getOrDefault(object.id(), List.of())) {
        ask(groups, path, limits);
        if (object.hasProcesses()) {
          ask(groups, CgroupPaths.child(path, ".processes"), Limits.NONE);
        }
      }
    }
    return groups;
  }

  /** Limits asked for the same path add up; ancestors come along. */
  private static void ask(SortedMap<String, Limits> groups, String path, Limits limits) {
    groups.merge(path, limits, Question::union);
    for (String above : CgroupPaths.above(path)) {
      groups.putIfAbsent(above, Limits.NONE);
    }
  }

  private static Limits union(Limits first, Limits second) {
    if (second.isEmpty()) {
      return first;
    }
    SortedMap<String, String> values = new TreeMap<>(first.values());
    SortedMap<String, String> raw = new TreeMap<>(first.raw());
    values.putAll(second.values());
    raw.putAll(second.raw());
    return new Limits(values, raw);
  }

  /** Where hierarchies of ours are mounted, or are to be. */
  Set<String> mountPoints() {
    Set<String> mountPoints = new HashSet<>();
    for (Versions object : objects) {
      for (Resource version : object.versions()) {
        if (version instanceof CgroupHierarchy hierarchy) {
          mountPoints.add(hierarchy.mountPoint());
        }
      }
    }
    return mountPoints;
  }
}
