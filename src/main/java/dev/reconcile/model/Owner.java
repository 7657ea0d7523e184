package dev.reconcile.model;

import org.jspecify.annotations.Nullable;

/**
 * Who an object belongs to: an apply set or a Sync.
 *
 * @param text {@code applyset/NAME} or {@code sync/NAME}
 */
public record Owner(String text) implements Comparable<Owner> {
  /** The apply set of {@code --applyset NAME}. */
  public static Owner applySet(String name) {
    return new Owner("applyset/" + name);
  }

  /** A Sync. */
  public static Owner sync(String name) {
    return new Owner("sync/" + name);
  }

  // By hand: what the compiler leaves to be linked at run time costs every command some
  // milliseconds.
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Owner(String theirs) && text.equals(theirs);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public int compareTo(Owner other) {
    return text.compareTo(other.text);
  }

  @Override
  public String toString() {
    return text;
  }
}
