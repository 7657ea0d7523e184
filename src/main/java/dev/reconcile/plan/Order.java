package dev.reconcile.plan;

import dev.reconcile.model.References;
import dev.reconcile.model.References.Reference;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * A total, stable order: what others are built on or wait for first, then by kind and name. Kahn's
 * algorithm.
 */
final class Order {
  private Order() {}

  /**
   * Sorts.
   *
   * @param objects without cycles; references to others are ignored
   */
  static List<Resource> of(Collection<Resource> objects) {
    Map<ResourceId, Resource> byId = HashMap.newHashMap(objects.size());
    objects.forEach(object -> byId.put(object.id(), object));
    Map<ResourceId, List<Resource>> users = new HashMap<>();
    Map<ResourceId, Integer> open = new HashMap<>();
    PriorityQueue<Resource> ready = new PriorityQueue<>(Order::byId);
    for (Resource object : objects) {
      int targets = 0;
      for (Reference reference : references(object)) {
        if (byId.containsKey(reference.target())) {
          users.computeIfAbsent(reference.target(), id -> new ArrayList<>()).add(object);
          targets++;
        }
      }
      if (targets == 0) {
        ready.add(object);
      } else {
        open.put(object.id(), targets);
      }
    }
    List<Resource> order = new ArrayList<>(objects.size());
    for (Resource object = ready.poll(); object != null; object = ready.poll()) {
      order.add(object);
      for (Resource user : users.getOrDefault(object.id(), List.of())) {
        if (open.merge(user.id(), -1, Integer::sum) == 0) {
          ready.add(user);
        }
      }
    }
    return order;
  }

  // Comparator.comparing is a serializable lambda, which an AOT cache does not keep.
  private static int byId(Resource one, Resource other) {
    return one.id().compareTo(other.id());
  }

  /** What an object is built on, then what must come first. */
  static List<Reference> references(Resource object) {
    List<Reference> references = new ArrayList<>(References.of(object));
    references.addAll(References.dependencies(object));
    return references;
  }
}
