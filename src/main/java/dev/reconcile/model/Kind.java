package dev.reconcile.model;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The kinds of {@code reconcile.dev/v1}, in the order in which independent objects are applied. */
public enum Kind {
  SECRET("Secret"),
  ROOTFS("Rootfs"),
  CGROUP_HIERARCHY("CgroupHierarchy"),
  CGROUP("Cgroup"),
  NAMESPACE("Namespace"),
  NETWORK("Network"),
  CONTAINER("Container"),
  SYNC("Sync");

  private static final Kind[] ALL = values();

  private final String manifestName;
  private final String id;

  Kind(String manifestName) {
    this.manifestName = manifestName;
    this.id = manifestName.toLowerCase(Locale.ROOT);
  }

  /** As written in a manifest's {@code kind:}, such as {@code Container}. */
  public String manifestName() {
    return manifestName;
  }

  /** As written in identities and on the command line, such as {@code container}. */
  public String id() {
    return id;
  }

  /** Finds a kind by either spelling, any case, singular or plural; null when there is none. */
  public static @Nullable Kind parse(String text) {
    // As we write it ourselves, on every mark and in every reference.
    for (Kind kind : ALL) {
      if (text.equals(kind.id)) {
        return kind;
      }
    }
    String lower = text.toLowerCase(Locale.ROOT);
    for (Kind kind : ALL) {
      boolean plural = lower.equals(kind.id + "s") || lower.equals(kind.id + "es");
      if (lower.equals(kind.id)
          || plural
          || (kind == CGROUP_HIERARCHY && lower.equals("cgrouphierarchies"))) {
        return kind;
      }
    }
    return null;
  }
}
