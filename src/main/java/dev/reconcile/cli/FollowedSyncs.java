package dev.reconcile.cli;

import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import dev.reconcile.service.sync.SyncStateFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Syncs that the service follows because its configuration says so; no apply has ever seen them.
 */
final class FollowedSyncs {
  private FollowedSyncs() {}

  static List<Item> items(Path stateDir, Inventory inventory) throws IOException {
    List<Item> items = new ArrayList<>();
    for (String name : SyncStateFile.names(stateDir)) {
      if (!inventory.entries().containsKey(new ResourceId(Kind.SYNC, name))) {
        items.add(item(SyncStateFile.of(stateDir, name), name));
      }
    }
    return items;
  }

  private static Item item(SyncStateFile file, String name) throws IOException {
    Metadata metadata = new Metadata(name, new TreeMap<>(), new TreeMap<>());
    Dict status = file.status().with("owner", new Text("configuration"));
    return Item.of(Resource.of(Kind.SYNC, metadata, SourceRef.NONE, file.spec()), status);
  }
}
