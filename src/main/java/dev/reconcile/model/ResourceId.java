package dev.reconcile.model;

import org.jspecify.annotations.Nullable;

/**
 * Identity of an object: kind and name, never a version.
 *
 * @param kind the kind
 * @param name an RFC 1123 label
 */
public record ResourceId(Kind kind, String name) implements Comparable<ResourceId> {
  /** Reads {@code container/web}; null when the kind is unknown or the slash is missing. */
  public static @Nullable ResourceId parse(String text) {
    int slash = text.indexOf('/');
    Kind kind = slash < 0 ? null : Kind.parse(text.substring(0, slash));
    return kind == null ? null : new ResourceId(kind, text.substring(slash + 1));
  }

  // By hand: what the compiler leaves to be linked at run time costs every command some
  // milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ResourceId id && kind == id.kind && name.equals(id.name);
  }

  @Override
  public int hashCode() {
    return 31 * kind.ordinal() + name.hashCode();
  }

  @Override
  public int compareTo(ResourceId other) {
    int byKind = kind.compareTo(other.kind);
    return byKind != 0 ? byKind : name.compareTo(other.name);
  }

  /** {@code container/web}. */
  @Override
  public String toString() {
    return kind.id() + "/" + name;
  }
}
