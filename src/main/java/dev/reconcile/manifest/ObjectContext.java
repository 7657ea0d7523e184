package dev.reconcile.manifest;

import dev.reconcile.model.SourceRef;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One object while it is read: where its fields stand, and what is wrong with them. Outlives the
 * nodes.
 */
final class ObjectContext {
  private final Origin origin;
  private final int lineOffset;
  private final Position start;
  private final String object;
  private final List<Diagnostic> errors;
  private final FieldPlaces places = new FieldPlaces();

  /**
   * Starts with no places.
   *
   * @param object such as {@code container/web}
   * @param errors where errors are added
   */
  ObjectContext(Document document, String object, List<Diagnostic> errors) {
    this.origin = document.origin();
    this.lineOffset = document.lineOffset();
    this.start = document.position(document.root().getStartMark());
    this.object = object;
    this.errors = errors;
  }

  Origin origin() {
    return origin;
  }

  /** Remembers where a field such as {@code spec.mounts[0].target} stands. */
  void place(String path, Node node) {
    places.put(path, node.getStartMark(), lineOffset);
  }

  /** Whether the manifest has a field, valid or not. */
  boolean given(String path) {
    return places.has(path);
  }

  /** Reports at the field, or at the nearest one above that stands in the manifest. */
  void error(String path, String message) {
    errors.add(diagnostic(path, message));
  }

  void error(Node node, String path, String message) {
    errors.add(origin.diagnostic(position(node), shown(path), message));
  }

  Diagnostic diagnostic(String path, String message) {
    return origin.diagnostic(nearest(path), shown(path), message);
  }

  /** Where a field stands, or the nearest one above it. */
  SourceRef source(String path) {
    return origin.source(nearest(path));
  }

  private String shown(String path) {
    return object.isEmpty() || path.isEmpty() ? object + path : object + ": " + path;
  }

  private Position position(Node node) {
    return Position.of(node.getStartMark(), lineOffset);
  }

  private Position nearest(String path) {
    for (String here = path; !here.isEmpty(); here = above(here)) {
      Position place = places.of(here);
      if (place != null) {
        return place;
      }
    }
    return start;
  }

  /**
   * {@code spec.mounts[0].target}, {@code spec.mounts[0]}, {@code spec.mounts}, {@code spec},
   * nothing.
   */
  private static String above(String path) {
    int end = Math.max(path.lastIndexOf('.'), path.lastIndexOf('['));
    return end < 0 ? "" : path.substring(0, end);
  }
}
