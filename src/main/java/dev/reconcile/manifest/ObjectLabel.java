package dev.reconcile.manifest;

import dev.reconcile.model.Kind;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/**
 * Which object a document seems to be, for messages about documents that are not known to be sound.
 */
final class ObjectLabel {
  private static final Pattern SHOWN = Pattern.compile("[A-Za-z0-9_.-]{1,63}");

  private ObjectLabel() {}

  /** {@code container/web}, {@code container/?} without a name to show; empty without a kind. */
  static String of(Node root) {
    Kind kind = child(root, "kind") instanceof ScalarNode text ? Kind.parse(text.getValue()) : null;
    if (kind == null) {
      return "";
    }
    Node name = child(child(root, "metadata"), "name");
    String text = name instanceof ScalarNode scalar ? scalar.getValue() : "";
    return kind.id() + "/" + (SHOWN.matcher(text).matches() ? text : "?");
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
