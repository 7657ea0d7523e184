package dev.reconcile.model;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
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
    if (cgroup.path() != null || cgroup.user() != null) {
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
      case CgroupHierarchy ignored -> null;
      case Sync ignored -> null;
    };
  }

  /** The path above; {@code /} for a top-level one. */
  public static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash <= 0 ? "/" : path.substring(0, slash);
  }

  /** Every path above one, the nearest first; {@code /} is the last. */
  public static List<String> above(String path) {
    List<String> above = new ArrayList<>();
    for (String at = path; !at.equals("/"); ) {
      at = parent(at);
      above.add(at);
    }
    return above;
  }

  /** {@code path/name}, whatever the path. */
  public static String child(String path, String name) {
    return path.equals("/") ? "/" + name : path + "/" + name;
  }

  private @Nullable String below(@Nullable String parent, String name) {
    String above = parent == null ? root : named(parent);
    return above == null ? null : child(above, name);
  }

  /** Walks up to a known path without recursion: manifests may nest deeper than a stack. */
  private @Nullable String named(String name) {
    Deque<Cgroup> chain = new ArrayDeque<>();
    String path = byName.get(name);
    for (String next = name; path == null; path = byName.get(next)) {
      byName.put(next, UNKNOWN); // a parent that leads back here is a cycle
      Resource found = References.find(new ResourceId(Kind.CGROUP, next), desired, inventory);
      if (!(found instanceof Cgroup cgroup) || cgroup.user() != null) {
        path = UNKNOWN;
        break;
      }
      if (cgroup.path() != null || cgroup.parent() == null) {
        path = cgroup.path() != null ? cgroup.path() : child(root, next);
        byName.put(next, path);
        break;
      }
      chain.push(cgroup);
      next = cgroup.parent();
    }
    while (!chain.isEmpty()) {
      String below = chain.pop().metadata().name();
      path = path.equals(UNKNOWN) ? UNKNOWN : child(path, below);
      byName.put(below, path);
    }
    return path.equals(UNKNOWN) ? null : path;
  }
}
