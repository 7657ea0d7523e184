package dev.reconcile.diff;

import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.Map;

/** Every object has one owner; a run that touches another's is refused as a whole. */
final class OwnerCheck {
  private OwnerCheck() {}

  static void check(DiffRequest request, Refusals refusals) {
    if (request.options().takeOwnership()) {
      return;
    }
    for (Resource resource : request.desired().resources().values()) {
      Entry entry = request.inventory().entries().get(resource.id());
      if (entry != null && !entry.owner().equals(request.owner())) {
        refusals.add(resource, "", message(resource.id(), entry.owner(), request.owner()));
      }
    }
    for (ResourceId id : request.delete()) {
      Entry entry = request.inventory().entries().get(id);
      if (entry != null && !entry.owner().equals(request.owner())) {
        refusals.add(id, message(id, entry.owner(), request.owner()));
      }
    }
  }

  /** The owner of a live object that the inventory does not know, from its mark. */
  static void checkMark(Scene scene, Resource resource, String marked, Refusals refusals) {
    Owner asking = scene.request().owner();
    if (!marked.equals(asking.text()) && !scene.request().options().takeOwnership()) {
      refusals.add(resource, "", message(resource.id(), new Owner(marked), asking));
    }
  }

  private static String message(ResourceId id, Owner owner, Owner asking) {
    return id
        + " is owned by "
        + owner
        + ", not by "
        + asking
        + "; remove it from one of them, or move it with --take-ownership";
  }

  /** Owned objects that the files do not name, when they are not to be pruned. */
  static String note(Map<ResourceId, Entry> orphans) {
    return orphans.size() == 1
        ? orphans.keySet().iterator().next() + " is owned but not in the files; --prune deletes it"
        : orphans.size() + " objects are owned but not in the files; --prune deletes them";
  }
}
