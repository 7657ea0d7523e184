package dev.reconcile.live;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Which hierarchies this host has.
 *
 * @param hierarchies in mount order; a hierarchy that is mounted twice appears once
 */
public record CgroupHost(List<Hierarchy> hierarchies) {
  public CgroupHost {
    hierarchies = List.copyOf(hierarchies);
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
    return hierarchies.stream().filter(h -> h.version() == 2).findFirst().orElse(null);
  }

  /**
   * The hierarchy that has a controller ({@code io} on v2 is {@code blkio} on v1); null when none.
   */
  public @Nullable Hierarchy of(String controller) {
    return byController().get(controller);
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
