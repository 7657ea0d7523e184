package dev.reconcile.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@code metadata} of an object.
 *
 * @param name an RFC 1123 label
 * @param labels free
 * @param annotations free, but for those under {@code reconcile.dev/}
 */
public record Metadata(
    String name, SortedMap<String, String> labels, SortedMap<String, String> annotations) {

  public Metadata {
    labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    annotations = Collections.unmodifiableSortedMap(new TreeMap<>(annotations));
  }

  /** Neither changed nor pruned. */
  public boolean reconcileDisabled() {
    return "disabled".equals(annotations.get("reconcile.dev/reconcile"));
  }

  /** Never pruned, still updated. */
  public boolean pruneDisabled() {
    return reconcileDisabled() || "disabled".equals(annotations.get("reconcile.dev/prune"));
  }

  /** May be recreated although that loses a persistent writable layer. */
  public boolean forceEnabled() {
    return "enabled".equals(annotations.get("reconcile.dev/force"));
  }
}
