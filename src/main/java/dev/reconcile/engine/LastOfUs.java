package dev.reconcile.engine;

import dev.reconcile.execute.SharedDirectories;
import dev.reconcile.execute.SharedGroups;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.io.IOException;

/** What belongs to no object in particular goes when the last one that needs it has gone. */
final class LastOfUs {
  private LastOfUs() {}

  /**
   * Groups that held something of somebody else's when the last object went, and hold nothing now.
   */
  static void removeGroups(Parts parts, LiveState live, Inventory left) throws IOException {
    for (ResourceId id : left.entries().keySet()) {
      if (id.kind() == Kind.CONTAINER || id.kind() == Kind.CGROUP) {
        return;
      }
    }
    Environment environment = parts.environment();
    SharedGroups.removeEmptied(
        parts.kernel(), live, environment.stateDir().toString(), environment.cgroupRoot());
  }

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
