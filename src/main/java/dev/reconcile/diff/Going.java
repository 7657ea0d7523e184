package dev.reconcile.diff;

import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Which owned objects are to go: those named, and with prune those that the input no longer names.
 */
final class Going {
  private Going() {}

  static SortedMap<ResourceId, Entry> of(DiffRequest request) {
    SortedMap<ResourceId, Entry> going = new TreeMap<>();
    for (ResourceId id : request.delete()) {
      Entry entry = request.inventory().entries().get(id);
      if (entry != null) {
        going.put(id, entry);
      }
    }
    if (request.options().prune()) {
      going.putAll(orphans(request));
    }
    return going;
  }

  /** Objects of this owner that the input does not name and that may be pruned. */
  static SortedMap<ResourceId, Entry> orphans(DiffRequest request) {
    SortedMap<ResourceId, Entry> orphans = new TreeMap<>();
    for (Map.Entry<ResourceId, Entry> owned : request.inventory().entries().entrySet()) {
      Resource newest = owned.getValue().newest();
      boolean kept = newest != null && newest.metadata().pruneDisabled();
      if (owned.getValue().owner().equals(request.owner())
          && !request.desired().resources().containsKey(owned.getKey())
          && !kept) {
        orphans.put(owned.getKey(), owned.getValue());
      }
    }
    return orphans;
  }
}
