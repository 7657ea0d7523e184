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
public record Document(Origin origin, Node root, int lineOffset) {
  /** Where it begins. */
  SourceRef source() {
    return source(root.getStartMark());
  }

  SourceRef source(Mark mark) {
    return new SourceRef(origin.name(), line(mark), column(mark), origin.commit());
  }

  int line(Mark mark) {
    return mark.getLine() + lineOffset + 1;
  }

  int column(Mark mark) {
    return mark.getColumn() + 1;
  }

  Diagnostic diagnostic(Mark mark, String path, String message) {
    return new Diagnostic(origin.name(), line(mark), column(mark), path, message);
  }
}
