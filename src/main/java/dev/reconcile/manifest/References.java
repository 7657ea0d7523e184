package dev.reconcile.manifest;

import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What objects say about each other: targets that are not there, and circles. */
final class References {
  /** One object names another in the field at {@code path}. */
  private record Reference(String path, ResourceId target) {}

  private final Map<ResourceId, ParsedObject> objects;
  private final Map<ResourceId, List<Reference>> references = new LinkedHashMap<>();
  private final Set<ResourceId> seen = new HashSet<>();

  /** From where the walk began to where it is, and what is still to be looked at on the way. */
  private final List<ResourceId> road = new ArrayList<>();

  private final Map<ResourceId, Iterator<Reference>> remaining = new HashMap<>();

  private References(Map<ResourceId, ParsedObject> objects) {
    this.objects = objects;
    for (ParsedObject object : objects.values()) {
      references.put(object.id(), of(object));
    }
  }

  static void check(
      Map<ResourceId, ParsedObject> objects, List<Diagnostic> errors, List<Diagnostic> warnings) {
    References all = new References(objects);
    for (ParsedObject object : objects.values()) {
      all.missing(object, warnings);
      all.walk(object.id(), errors);
    }
  }

  private void missing(ParsedObject object, List<Diagnostic> warnings) {
    for (Reference reference : from(object.id())) {
      if (!objects.containsKey(reference.target())) {
        String message =
            reference.target()
                + " is not in the input; whether it was applied before cannot be checked here";
        warnings.add(object.context().diagnostic(reference.path(), message));
      }
    }
  }

  /**
   * Depth first and without recursion: a chain may be as long as the input. A circle is reported
   * where it closes.
   */
  private void walk(ResourceId start, List<Diagnostic> errors) {
    enter(start);
    while (!road.isEmpty()) {
      ResourceId id = road.getLast();
      ParsedObject object = objects.get(id);
      Iterator<Reference> open = remaining.get(id);
      if (object == null || open == null || !open.hasNext()) {
        remaining.remove(road.removeLast());
        continue;
      }
      Reference reference = open.next();
      if (remaining.containsKey(reference.target())) {
        errors.add(object.context().diagnostic(reference.path(), circle(reference.target())));
      } else {
        enter(reference.target());
      }
    }
  }

  private void enter(ResourceId id) {
    if (objects.containsKey(id) && seen.add(id)) {
      road.add(id);
      remaining.put(id, from(id).iterator());
    }
  }

  private String circle(ResourceId start) {
    StringBuilder edges = new StringBuilder("objects that need each other: ");
    for (ResourceId id : road.subList(road.indexOf(start), road.size())) {
      edges.append(id).append(" → ");
    }
    return edges.append(start).append("; remove one of these references").toString();
  }

  private List<Reference> from(ResourceId id) {
    return references.getOrDefault(id, List.of());
  }

  private static List<Reference> of(ParsedObject object) {
    List<Reference> found = new ArrayList<>();
    Dict spec = object.spec();
    switch (object.kind()) {
      case ROOTFS -> add(found, Kind.ROOTFS, spec, "from");
      case CGROUP -> add(found, Kind.CGROUP, spec, "parent");
      case CONTAINER -> {
        add(found, Kind.ROOTFS, spec, "rootfs");
        add(found, Kind.ROOTFS, spec, "rootfs.from");
        add(found, Kind.CGROUP, spec, "cgroup");
        List<Value> items = spec.items("dependsOn");
        for (int i = 0; i < items.size(); i++) {
          String name = items.get(i) instanceof Dict item ? item.text("name") : null;
          if (name != null) {
            found.add(
                new Reference("spec.dependsOn[" + i + "]", new ResourceId(Kind.CONTAINER, name)));
          }
        }
      }
      case CGROUP_HIERARCHY, SYNC, NAMESPACE, NETWORK, SECRET -> {
        // They name no other object yet.
      }
    }
    return found;
  }

  private static void add(List<Reference> found, Kind kind, Dict spec, String field) {
    String name = spec.text(field);
    if (name != null) {
      found.add(new Reference("spec." + field, new ResourceId(kind, name)));
    }
  }
}
