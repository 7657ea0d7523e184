package dev.reconcile.cli;

import dev.reconcile.engine.View;
import dev.reconcile.engine.status.ObjectStatus;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What we own as of one look, the Syncs that only the service knows included. */
final class Items {
  private Items() {}

  /** All of them. */
  static List<Item> of(Settings settings, View view) throws IOException {
    ObjectStatus status =
        new ObjectStatus(
            view.inventory(),
            view.live(),
            view.usage(),
            settings.cgroupRoot(),
            settings.stateDir());
    List<Item> items = new ArrayList<>();
    for (Inventory.Entry entry : view.inventory().entries().values()) {
      Resource newest = entry.newest();
      if (newest != null) {
        items.add(Item.of(newest, status.of(newest)));
      }
    }
    items.addAll(FollowedSyncs.items(settings.stateDir(), view.inventory()));
    return items;
  }

  /** One of them; null when there is no such object. */
  static @Nullable Item find(List<Item> items, ResourceId id) {
    for (Item item : items) {
      if (item.kind().equals(id.kind().manifestName()) && item.name().equals(id.name())) {
        return item;
      }
    }
    return null;
  }
}
