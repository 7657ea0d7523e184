package dev.reconcile.live;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which hierarchies this host has.
 *
 * @param hierarchies in mount order; a hierarchy that is mounted twice appears once
 * @param systemd whether systemd is PID 1: the tree is its own, but for what it delegates
 */
public record CgroupHost(List<Hierarchy> hierarchies, boolean systemd) {
  /** Below what systemd delegated: the group of the process that keeps the unit alive. */
  public static final String KEEPER = ".keeper";

  public CgroupHost {
    hierarchies = List.copyOf(hierarchies);
  }

  /** A host without systemd. */
  public CgroupHost(List<Hierarchy> hierarchies) {
    this(hierarchies, false);
  }

  /**
   * The unit that a group is, such as {@code user-1000.slice}: systemd alone writes to its files.
   * Null without systemd, and for whatever is below a service or scope, which that one looks after.
   */
  public @Nullable String unit(String path) {
    if (!systemd) {
      return null;
    }
    String[] names = path.split("/", -1);
    String last = names[names.length - 1];
    for (int i = 1; i < names.length - 1; i++) {
      if (!names[i].endsWith(".slice")) {
        return null;
      }
    }
    return last.endsWith(".slice") || last.endsWith(".service") || last.endsWith(".scope")
        ? last
        : null;
  }

  /** How the host runs cgroups. */
  public enum Mode {
    UNIFIED,
    HYBRID,
    LEGACY,
    NONE
  }

  /** Unified is v2 alone, legacy v1 alone, hybrid both. */
  public Mode mode() {
    boolean v1 = hierarchies.stream().anyMatch(h -> h.version() == 1);
    boolean v2 = hierarchies.stream().anyMatch(h -> h.version() == 2);
    return v1 ? (v2 ? Mode.HYBRID : Mode.LEGACY) : (v2 ? Mode.UNIFIED : Mode.NONE);
  }

  /** v2, or the v1 hierarchy mounted first; null when none is mounted. */
  public @Nullable Hierarchy first() {
    Hierarchy unified = unified();
    return unified != null || hierarchies.isEmpty() ? unified : hierarchies.getFirst();
  }

  /** The v2 hierarchy; null when none is mounted. */
  public @Nullable Hierarchy unified() {
    for (Hierarchy hierarchy : hierarchies) {
      if (hierarchy.version() == 2) {
        return hierarchy;
      }
    }
    return null;
  }

  /**
   * The hierarchy that has a controller ({@code io} on v2 is {@code blkio} on v1); null when none.
   */
  public @Nullable Hierarchy of(String controller) {
    for (Hierarchy hierarchy : hierarchies) {
      if (hierarchy.controllers().contains(controller)) {
        return hierarchy;
      }
    }
    return null;
  }

  /**
   * Where a control file of one cgroup version is; null when the host has its controller elsewhere
   * or not at all.
   *
   * @param controller kernel name; {@code cgroup} for files that every v2 group has
   */
  public @Nullable Hierarchy of(int version, String controller) {
    Hierarchy found = controller.equals("cgroup") ? unified() : of(controller);
    return found != null && found.version() == version ? found : null;
  }

  /** Every controller and where it is. */
  public SortedMap<String, Hierarchy> byController() {
    SortedMap<String, Hierarchy> map = new TreeMap<>();
    for (Hierarchy hierarchy : hierarchies) {
      for (String controller : hierarchy.controllers()) {
        map.putIfAbsent(controller, hierarchy);
      }
    }
    return map;
  }
}
