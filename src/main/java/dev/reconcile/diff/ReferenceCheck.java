package dev.reconcile.diff;

import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.References;
import dev.reconcile.model.References.Reference;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/** What objects name must be there, must not lead back to them, and cannot go while they stay. */
final class ReferenceCheck {
  private final DiffRequest request;
  private final SortedMap<ResourceId, Entry> going;
  private final Refusals refusals;

  private ReferenceCheck(Scene scene, Refusals refusals) {
    this.request = scene.request();
    this.going = scene.going();
    this.refusals = refusals;
  }

  static void check(Scene scene, Refusals refusals) {
    ReferenceCheck check = new ReferenceCheck(scene, refusals);
    check.missing();
    check.cycles();
    check.users();
  }

  /** Both kinds: what an object is built on, then what must come first. */
  static List<Reference> all(Resource resource) {
    List<Reference> all = new ArrayList<>(References.of(resource));
    all.addAll(References.dependencies(resource));
    return all;
  }

  private void missing() {
    for (Resource resource : request.desired().resources().values()) {
      for (Reference reference : all(resource)) {
        if (References.find(reference.target(), request.desired(), request.inventory()) == null) {
          refusals.add(
              resource,
              reference.field(),
              reference.target()
                  + " is neither in the input nor applied; add it or correct the name");
        }
      }
    }
  }

  /** Depth first, with a stack of its own: manifests may be deeper than a thread's. */
  private void cycles() {
    Set<ResourceId> done = new HashSet<>();
    for (Resource start : request.desired().resources().values()) {
      List<Reference> first = all(start);
      if (first.isEmpty() || done.contains(start.id())) {
        continue;
      }
      Map<ResourceId, Integer> depth = new HashMap<>();
      List<Edge> trail = new ArrayList<>();
      Deque<Iterator<Reference>> open = new ArrayDeque<>();
      open.push(first.iterator());
      depth.put(start.id(), 0);
      ResourceId here = start.id();
      while (!open.isEmpty()) {
        Iterator<Reference> rest = open.peek();
        if (!rest.hasNext()) {
          open.pop();
          done.add(here);
          depth.remove(here);
          here = trail.isEmpty() ? here : trail.removeLast().from;
          continue;
        }
        Reference next = rest.next();
        Integer seen = depth.get(next.target());
        if (seen != null) {
          report(trail.subList(seen, trail.size()), new Edge(here, next.field(), next.target()));
        } else if (!done.contains(next.target())) {
          trail.add(new Edge(here, next.field(), next.target()));
          here = next.target();
          depth.put(here, trail.size());
          open.push(references(here).iterator());
        }
      }
    }
  }

  private record Edge(ResourceId from, String field, ResourceId to) {
    @Override
    public String toString() {
      return from + " " + field + " " + to;
    }
  }

  private List<Reference> references(ResourceId id) {
    Resource resource = References.find(id, request.desired(), request.inventory());
    return resource == null ? List.of() : all(resource);
  }

  private void report(List<Edge> trail, Edge last) {
    StringBuilder edges = new StringBuilder();
    for (Edge edge : trail) {
      edges.append(edge).append(", ");
    }
    edges.append(last);
    Resource at = References.find(last.to, request.desired(), request.inventory());
    String message = "these form a cycle: " + edges + "; remove one of them";
    if (at == null) {
      refusals.add(last.to, message);
    } else {
      refusals.add(at, last.field, message);
    }
  }

  /** Whatever stays must not name what goes. */
  private void users() {
    if (going.isEmpty()) {
      return;
    }
    SortedMap<ResourceId, SortedSet<ResourceId>> users = new TreeMap<>();
    for (Resource resource : staying().resources().values()) {
      for (Reference reference : all(resource)) {
        if (going.containsKey(reference.target())) {
          users.computeIfAbsent(reference.target(), id -> new TreeSet<>()).add(resource.id());
        }
      }
    }
    users.forEach(
        (id, by) ->
            refusals.add(
                id,
                id
                    + " is still used by "
                    + join(by)
                    + "; delete these too, or let them use another"));
  }

  private DesiredState staying() {
    SortedMap<ResourceId, Resource> staying = new TreeMap<>();
    request
        .inventory()
        .entries()
        .forEach(
            (id, entry) -> {
              Resource newest = entry.newest();
              if (newest != null && !going.containsKey(id)) {
                staying.put(id, newest);
              }
            });
    staying.putAll(request.desired().resources());
    return new DesiredState(staying);
  }

  static String join(SortedSet<ResourceId> ids) {
    StringBuilder text = new StringBuilder();
    for (ResourceId id : ids) {
      text.append(text.isEmpty() ? "" : ", ").append(id);
    }
    return text.toString();
  }
}
