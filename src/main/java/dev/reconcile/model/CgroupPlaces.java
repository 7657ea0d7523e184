package dev.reconcile.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Every place where a run may have made the group of an owned object, by the inventory alone. Runs
 * that were killed while they moved a parent leave several: below each of the parent's places.
 * {@link CgroupPaths} says where an object is to be. Not for use by several threads.
 */
public final class CgroupPlaces {
  private final Inventory inventory;
  private final String root;
  private final CgroupPaths paths;
  private final boolean torn;
  private final Map<String, Set<Above>> aboveOf = new HashMap<>();

  /**
   * Where a version of a Cgroup is.
   *
   * @param parent name of the Cgroup that it is below; null when the path says it all
   * @param path whole, or its end below the parent, such as {@code /web}
   */
  private record Above(@Nullable String parent, String path) {}

  /**
   * A way up that has not reached a whole path yet.
   *
   * @param parent the Cgroup to go to next
   * @param path from there down
   * @param before the way to below that Cgroup; null at its start
   */
  private record Way(String parent, String path, @Nullable Way before) {
    /** Places of versions that were never true together may lead around for ever. */
    boolean isCircle() {
      for (Way way = before; way != null; way = way.before) {
        if (way.parent.equals(parent)) {
          return true;
        }
      }
      return false;
    }
  }

  /**
   * @param root the cgroup root, such as {@code /reconcile}
   */
  public CgroupPlaces(Inventory inventory, String root) {
    this.inventory = inventory;
    this.root = root;
    this.paths = new CgroupPaths(DesiredState.EMPTY, inventory, root);
    this.torn = inventory.entries().values().stream().anyMatch(this::hasMoved);
  }

  /** Whether some version of an object is elsewhere; as long as none has, each has one place. */
  private boolean hasMoved(Inventory.Entry entry) {
    List<Resource> versions = entry.versions();
    for (Resource version : versions.subList(Math.min(1, versions.size()), versions.size())) {
      if (!Objects.equals(above(version), above(versions.getFirst()))) {
        return true;
      }
    }
    return false;
  }

  /** Where all versions of an object may be, the one that was confirmed last first. */
  public Set<String> of(Inventory.Entry entry) {
    Set<String> places = new LinkedHashSet<>();
    for (Resource version : entry.versions()) {
      places.addAll(of(version));
    }
    return places;
  }

  /** Where one version may be; empty for kinds without a path and for what has none yet. */
  public Set<String> of(Resource version) {
    if (!torn) {
      String path = paths.of(version);
      return path == null ? Set.of() : Set.of(path);
    }
    Set<String> places = new LinkedHashSet<>();
    Deque<Way> open = new ArrayDeque<>();
    boolean cgroup = version.kind() == Kind.CGROUP;
    Way self = cgroup ? new Way(version.metadata().name(), "", null) : null;
    follow(above(version), self, places, open);
    for (Way way = open.poll(); way != null; way = open.poll()) {
      for (Above above : aboveOf.computeIfAbsent(way.parent, this::above)) {
        follow(above, way, places, open);
      }
    }
    return places;
  }

  private static void follow(
      @Nullable Above above, @Nullable Way below, Set<String> places, Deque<Way> open) {
    if (above == null) {
      return;
    }
    String path = below == null ? above.path : above.path + below.path;
    if (above.parent == null) {
      places.add(path);
      return;
    }
    Way way = new Way(above.parent, path, below);
    if (!way.isCircle()) {
      open.add(way);
    }
  }

  /** Most versions of a Cgroup differ in something else. */
  private Set<Above> above(String cgroup) {
    Inventory.Entry entry = inventory.entries().get(new ResourceId(Kind.CGROUP, cgroup));
    Set<Above> above = new LinkedHashSet<>();
    for (Resource version : entry == null ? List.<Resource>of() : entry.versions()) {
      // Which path a user's slice has is not known before somebody looks.
      boolean named = version instanceof Cgroup parent && parent.user() == null;
      Above found = named ? above(version) : null;
      if (found != null) {
        above.add(found);
      }
    }
    return above;
  }

  private @Nullable Above above(Resource version) {
    return switch (version) {
      case Cgroup cgroup when cgroup.path() != null -> new Above(null, cgroup.path());
      case Cgroup cgroup when cgroup.user() != null -> null;
      case Cgroup cgroup -> below(cgroup.parent(), cgroup.metadata().name());
      case Container container -> below(container.cgroup(), container.metadata().name());
      case Rootfs ignored -> null;
      case CgroupHierarchy ignored -> null;
      case Sync ignored -> null;
    };
  }

  private Above below(@Nullable String parent, String name) {
    return parent == null
        ? new Above(null, CgroupPaths.child(root, name))
        : new Above(parent, "/" + name);
  }
}
