package dev.reconcile.diff;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Mutability;
import java.util.List;

/** What changing a field of a container costs. */
final class FieldCosts {
  private static final List<String> LIVE =
      List.of(
          "resources", "hostname", "process.rlimits", "restart", "stop", "logs", "dependsOn", "rootfs.initLayer");

  private FieldCosts() {}

  static boolean isLive(String path) {
    return of(Kind.CONTAINER, path) == Mutability.LIVE;
  }

  static Mutability of(Kind kind, String path) {
    if (kind != Kind.CONTAINER) {
      return Mutability.LIVE;
    }
    for (String live : LIVE) {
      if (path.equals(live) || path.startsWith(live + ".")) {
        return Mutability.LIVE;
      }
    }
    return Mutability.RECREATE;
  }
}
