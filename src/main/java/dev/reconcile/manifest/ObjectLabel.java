package dev.reconcile.manifest;

import dev.reconcile.model.Kind;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Which object a document seems to be, for messages about documents that are not known to be sound.
 */
final class ObjectLabel {
  private ObjectLabel() {}

  /** {@code container/web}; empty when the document does not say so. */
  static String of(Node root) {
    Node metadata = child(root, "metadata");
    Kind kind = child(root, "kind") instanceof ScalarNode text ? Kind.parse(text.getValue()) : null;
    if (kind == null || !(child(metadata, "name") instanceof ScalarNode name)) {
      return "";
    }
    return kind.id() + "/" + (name.getValue().length() < 64 ? name.getValue() : "?");
  }

  private static @Nullable Node child(@Nullable Node node, String key) {
    if (node instanceof MappingNode map) {
      for (NodeTuple entry : map.getValue()) {
        if (entry.getKeyNode() instanceof ScalarNode scalar && scalar.getValue().equals(key)) {
          return entry.getValueNode();
        }
      }
    }
    return null;
  }
}
