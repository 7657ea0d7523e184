package dev.reconcile.model;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where objects are in the cgroup tree. Parents are looked up among the desired objects, then in
 * the inventory. A missing parent or a cycle has no path; whoever asks reports it. Not for use by
 * several threads.
 */
public final class CgroupPaths {
  private static final String UNKNOWN = "";

  private final DesiredState desired;
  private final Inventory inventory;
  private final String root;
  private final Map<String, String> byName = new HashMap<>();

  /**
   * @param root the cgroup root, such as {@code /reconcile}
   */
  public CgroupPaths(DesiredState desired, Inventory inventory, String root) {
    this.desired = desired;
    this.inventory = inventory;
    this.root = root;
  }

  /**
   * The group's absolute cgroup path; null when a parent is missing or the parents form a cycle.
   */
  public @Nullable String of(Cgroup cgroup) {
    if (cgroup.path() != null) {
      return cgroup.path();
    }
    return below(cgroup.parent(), cgroup.metadata().name());
  }

  /** The container's leaf; null when its parent is missing or in a cycle. */
  public @Nullable String of(Container container) {
    return below(container.cgroup(), container.metadata().name());
  }

  /** The path of anything that has one; null for other kinds, too. */
  public @Nullable String of(Resource resource) {
    return switch (resource) {
      case Cgroup cgroup -> of(cgroup);
      case Container container -> of(container);
      case Rootfs ignored -> null;
      case Sync ignored -> null;
    };
  }

  /** The path above; {@code /} for a top-level one. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** {@code path/name}, whatever the path. */
  public static String child(String path, String name) {
    return path.equals("/") ? "/" + name : path + "/" + name;
  }

  private @Nullable String below(@Nullable String parent, String name) {
    String above = parent == null ? root : named(parent);
    return above == null ? null : child(above, name);
  }

  private @Nullable String named(String name) {
    String known = byName.get(name);
    if (known != null) {
      return known.equals(UNKNOWN) ? null : known;
    }
    byName.put(name, UNKNOWN); // a parent that leads back here is a cycle
    Resource found = References.find(new ResourceId(Kind.CGROUP, name), desired, inventory);
    String path = found instanceof Cgroup cgroup ? of(cgroup) : null;
    byName.put(name, path == null ? UNKNOWN : path);
    return path;
  }
}
