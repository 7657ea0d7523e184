package dev.reconcile.live;

import java.util.List;

/**
 * One mounted cgroup hierarchy.
 *
 * @param version 1 or 2
 * @param mountPoint where it is mounted
 * @param root the cgroup that appears at the mount point, {@code /} outside cgroup namespaces
 * @param controllers kernel names such as {@code memory}, {@code cpu}; on v2 those in the root's
 *     {@code cgroup.controllers}; empty for a named v1 hierarchy or a v2 one without controllers
 * @param name of a named v1 hierarchy such as {@code systemd}, else empty
 */
public record Hierarchy(
    int version, String mountPoint, String root, List<String> controllers, String name) {
  public Hierarchy {
    controllers = List.copyOf(controllers);
  }

  /** Short and unique: {@code v2}, {@code memory}, {@code cpu,cpuacct}, {@code name=systemd}. */
  public String id() {
    if (version == 2) {
      return "v2";
    }
    return controllers.isEmpty() ? "name=" + name : String.join(",", controllers);
  }

  /**
   * The directory of a cgroup.
   *
   * @param path absolute cgroup path, such as {@code /reconcile/web}
   */
  public String directory(String path) {
    String below =
        root.equals("/") || !path.startsWith(root) ? path : path.substring(root.length());
    return below.equals("/") ? mountPoint : mountPoint + below;
  }

  /**
   * Where a process writes {@code 0} to move itself in: v1's {@code tasks} takes no global lock.
   */
  public String attachFile(String path) {
    return directory(path) + (version == 1 ? "/tasks" : "/cgroup.procs");
  }
}
