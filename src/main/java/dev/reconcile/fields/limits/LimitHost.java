package dev.reconcile.fields.limits;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Where a host has what the table names, and what to say when it has not. */
final class LimitHost {
  /** One controller, two names. */
  private static final Map<String, String> TWINS = Map.of("io", "blkio", "blkio", "io");

  private LimitHost() {}

  /**
   * The first of the field's files that this host can have, in the row's order; null when it has
   * none.
   */
  static @Nullable Hierarchy hierarchy(CgroupHost host, KernelFile file) {
    return host.of(file.version(), file.controller());
  }

  /**
   * Where a raw file belongs, by the name before its first dot; null when the host has no such
   * controller.
   */
  static @Nullable Hierarchy hierarchy(CgroupHost host, String rawFile) {
    int dot = rawFile.indexOf('.');
    String controller = dot < 0 ? rawFile : rawFile.substring(0, dot);
    return controller.equals(KernelFile.CORE) ? host.unified() : host.of(controller);
  }

  /** Why a field has no file here. */
  static LimitProblem missing(CgroupHost host, LimitField field, String path) {
    for (KernelFile file : field.files()) {
      Hierarchy elsewhere = elsewhere(host, file.controller());
      if (elsewhere != null) {
        return new LimitProblem(
            path,
            path
                + " is v"
                + file.version()
                + " only; this host has "
                + named(file.controller(), elsewhere)
                + " on v"
                + elsewhere.version()
                + " at "
                + elsewhere.mountPoint()
                + "; "
                + (field.instead().isEmpty()
                    ? "nothing there comes near, so remove it, or "
                    : "use " + field.instead() + " there, or ")
                + wayTo(file));
      }
    }
    KernelFile file = field.files().getFirst();
    return new LimitProblem(
        path,
        path
            + " needs the controller "
            + file.controller()
            + ", which this host does not have; "
            + offer(host)
            + "; "
            + wayTo(file));
  }

  /** Where the other version has what one version calls by this name. */
  private static @Nullable Hierarchy elsewhere(CgroupHost host, String controller) {
    return host.of(TWINS.getOrDefault(controller, controller));
  }

  private static String named(String controller, Hierarchy at) {
    String twin = TWINS.get(controller);
    return twin != null && at.controllers().contains(twin) ? twin : controller;
  }

  /** Why a raw file has no place here. */
  static LimitProblem missing(CgroupHost host, String rawFile) {
    return new LimitProblem(
        "raw." + rawFile,
        "no mounted hierarchy has the controller of "
            + rawFile
            + "; "
            + offer(host)
            + "; remove it, or mount the controller");
  }

  private static String offer(CgroupHost host) {
    StringBuilder offer = new StringBuilder();
    host.byController()
        .forEach(
            (name, at) ->
                offer
                    .append(offer.isEmpty() ? "" : ", ")
                    .append(name)
                    .append(" on v")
                    .append(at.version()));
    return offer.isEmpty() ? "it offers no controllers" : "it offers " + offer;
  }

  private static String wayTo(KernelFile file) {
    if (file.version() == 2) {
      return "boot with systemd.unified_cgroup_hierarchy=1 cgroup_no_v1=all to have every"
          + " controller on v2";
    }
    return "mount it with mount -t cgroup -o "
        + file.controller()
        + " cgroup /sys/fs/cgroup/"
        + file.controller();
  }
}
