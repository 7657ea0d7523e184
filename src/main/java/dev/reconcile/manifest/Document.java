package dev.reconcile.manifest;

import dev.reconcile.model.SourceRef;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * One YAML document: well-formed, bounded and free of cycles, not yet known to be a manifest.
 *
 * @param origin its file
 * @param root its content, which still knows every line and column
 * @param lineOffset lines of the file before the text that the marks of {@code root} count in
 */
record Document(Origin origin, Node root, int lineOffset) {
  /** Where it begins. */
  SourceRef source() {
    return origin.source(position(root.getStartMark()));
  }

  Position position(Mark mark) {
    return Position.of(mark, lineOffset);
  }

  Diagnostic diagnostic(Mark mark, String path, String message) {
    return origin.diagnostic(position(mark), path, message);
  }
}
