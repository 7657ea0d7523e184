package dev.reconcile.live;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

  // By hand: what the compiler leaves to be linked at run time costs every command some
  // milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof Hierarchy hierarchy
            && version == hierarchy.version
            && mountPoint.equals(hierarchy.mountPoint)
            && root.equals(hierarchy.root)
            && controllers.equals(hierarchy.controllers)
            && name.equals(hierarchy.name));
  }

  @Override
  public int hashCode() {
    return 31 * mountPoint.hashCode() + root.hashCode();
  }

  /** Words among the mount options that are neither controllers nor options of v2. */
  private static final Set<String> OPTION_WORDS =
      Set.of(
          "rw",
          "ro",
          "xattr",
          "noprefix",
          "clone_children",
          "favordynmods",
          "cpuset_v2_mode",
          "seclabel");

  /**
   * The hierarchy behind a mount of type cgroup or cgroup2: {@code rw,cpu,cpuacct}, {@code
   * rw,name=systemd}.
   *
   * @param v2Controllers of the v2 root, which the mount table does not tell
   */
  public static Hierarchy of(MountEntry mount, List<String> v2Controllers) {
    if (mount.fsType().equals("cgroup2")) {
      return new Hierarchy(2, mount.mountPoint(), mount.root(), v2Controllers, "");
    }
    List<String> controllers = new ArrayList<>();
    String name = "";
    for (String word : mount.superOptions()) {
      if (word.startsWith("name=")) {
        name = word.substring("name=".length());
      } else if (!OPTION_WORDS.contains(word) && word.indexOf('=') < 0) {
        controllers.add(word);
      }
    }
    return new Hierarchy(1, mount.mountPoint(), mount.root(), controllers, name);
  }

  /** The same mounted elsewhere. */
  public Hierarchy at(String otherMountPoint) {
    return new Hierarchy(version, otherMountPoint, "/", controllers, name);
  }

  /** Short and unique: {@code v2}, {@code memory}, {@code cpu,cpuacct}, {@code name=systemd}. */
  public String id() {
    if (version == 2) {
      return "v2";
    }
    return switch (controllers.size()) {
      case 0 -> "name=" + name;
      case 1 -> controllers.getFirst();
      default -> String.join(",", controllers);
    };
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
