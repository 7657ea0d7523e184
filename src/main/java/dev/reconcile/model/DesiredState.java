package dev.reconcile.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Everything that the input asks for.
 *
 * @param resources by identity
 */
public record DesiredState(SortedMap<ResourceId, Resource> resources) {
  public static final DesiredState EMPTY = new DesiredState(new TreeMap<>());

  public DesiredState {
    resources = Collections.unmodifiableSortedMap(new TreeMap<>(resources));
  }
}
