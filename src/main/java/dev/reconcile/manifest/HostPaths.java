package dev.reconcile.manifest;

import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Value;

/** Paths of the host as a manifest gives them. */
final class HostPaths {
  private static final FieldType.HostPath ABSOLUTE = new FieldType.HostPath();

  private HostPaths() {}

  /**
   * Makes a path absolute. Works on text: nothing is looked up, and names need not fit the locale.
   *
   * @throws IllegalArgumentException when it is empty, or relative and leaves the origin's boundary
   */
  static String resolve(Origin origin, String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("expected a path, not ''");
    }
    if (text.startsWith("/")) {
      return text;
    }
    String path = normal(origin.directory() + "/" + text);
    String boundary = origin.boundary() == null ? "/" : normal(origin.boundary().toString());
    if (!boundary.equals("/") && !path.equals(boundary) && !path.startsWith(boundary + "/")) {
      throw new IllegalArgumentException(
          "expected a path within the checkout, but " + Scalars.quote(text) + " leaves it");
    }
    return path;
  }

  private static String normal(String path) {
    return String.valueOf(Value.scalar(Scalars.canonical(ABSOLUTE, path)));
  }
}
