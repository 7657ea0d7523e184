package dev.reconcile.manifest;

import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/** Small questions about YAML nodes. */
final class Nodes {
  private Nodes() {}

  /** Nothing after the colon, {@code ~} or {@code null}. */
  static boolean isNull(Node node) {
    return node instanceof ScalarNode scalar
        && scalar.getScalarStyle() == ScalarStyle.PLAIN
        && switch (scalar.getValue()) {
          case "", "~", "null", "Null", "NULL" -> true;
          default -> false;
        };
  }

  /** Nothing at all. */
  static boolean isEmpty(ScalarNode node) {
    return node.getScalarStyle() == ScalarStyle.PLAIN && node.getValue().isEmpty();
  }

  /** {@code <<} without quotes. */
  static boolean isMerge(ScalarNode key) {
    return key.getScalarStyle() == ScalarStyle.PLAIN && key.getValue().equals("<<");
  }

  /** For messages: {@code a map}, {@code a list}, {@code nothing}, {@code a scalar}. */
  static String describe(Node node) {
    if (isNull(node)) {
      return "nothing";
    }
    return switch (node) {
      case MappingNode ignored -> "a map";
      case SequenceNode ignored -> "a list";
      default -> "a scalar";
    };
  }
}
