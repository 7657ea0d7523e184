package dev.reconcile.engine;

import dev.reconcile.execute.SharedDirectories;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.io.IOException;

/** What belongs to no object in particular goes when the last one that needs it has gone. */
final class LastOfUs {
  private LastOfUs() {}

  /** Directories that containers share. */
  static void removeShared(Parts parts, Inventory left) throws IOException {
    for (ResourceId id : left.entries().keySet()) {
      if (id.kind() == Kind.CONTAINER) {
        return;
      }
    }
    Environment environment = parts.environment();
    SharedDirectories.removeEmptied(
        parts.kernel().files(), environment.stateDir(), environment.runDir());
  }
}
