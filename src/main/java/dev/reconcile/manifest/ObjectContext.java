package dev.reconcile.manifest;

import dev.reconcile.model.SourceRef;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/** One object while it is read: where its fields stand, and what is wrong with them. */
final class ObjectContext {
  private final Document document;
  private final String object;
  private final List<Diagnostic> errors;
  private final Map<String, Mark> places = new HashMap<>();

  /**
   * Starts with no places.
   *
   * @param object such as {@code container/web}
   * @param errors where errors are added
   */
  ObjectContext(Document document, String object, List<Diagnostic> errors) {
    this.document = document;
    this.object = object;
    this.errors = errors;
  }

  Origin origin() {
    return document.origin();
  }

  /** Remembers where a field such as {@code spec.mounts[0].target} stands. */
  void place(String path, Node node) {
    places.put(path, node.getStartMark());
  }

  /** Whether the manifest has a field, valid or not. */
  boolean given(String path) {
    return places.containsKey(path);
  }

  /** Reports at the field, or at the nearest one above that stands in the manifest. */
  void error(String path, String message) {
    errors.add(diagnostic(path, message));
  }

  void error(Node node, String path, String message) {
    errors.add(document.diagnostic(node.getStartMark(), shown(path), message));
  }

  Diagnostic diagnostic(String path, String message) {
    return document.diagnostic(nearest(path), shown(path), message);
  }

  /** Where a field stands, or the nearest one above it. */
  SourceRef source(String path) {
    return document.source(nearest(path));
  }

  private String shown(String path) {
    return object.isEmpty() || path.isEmpty() ? object + path : object + ": " + path;
  }

  private Mark nearest(String path) {
    for (String here = path; !here.isEmpty(); here = above(here)) {
      Mark mark = places.get(here);
      if (mark != null) {
        return mark;
      }
    }
    return document.root().getStartMark();
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
