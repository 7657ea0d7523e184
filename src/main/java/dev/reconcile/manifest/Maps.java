package dev.reconcile.manifest;

import dev.reconcile.fields.Nearest;
import dev.reconcile.fields.Scalars;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The entries of a map, and what to say about those that nobody knows. */
final class Maps {
  private Maps() {}

  /**
   * By key, without what {@link NodeCheck} has reported; null after an error when the node is no
   * map.
   */
  static @Nullable Map<String, NodeTuple> entries(ObjectContext context, Node node, String path) {
    if (!(node instanceof MappingNode map)) {
      context.error(node, path, "expected a map, found " + Nodes.describe(node));
      return null;
    }
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      if (entry.getKeyNode() instanceof ScalarNode key && !Nodes.isMerge(key)) {
        entries.putIfAbsent(key.getValue(), entry);
      }
    }
    return entries;
  }

  /** The scalar under a key; null after an error when it is missing or none. */
  static @Nullable ScalarNode scalar(
      ObjectContext context,
      Map<String, NodeTuple> entries,
      String key,
      String path,
      String expected) {
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      context.error(path, "missing; expected " + expected);
      return null;
    }
    context.place(path, entry.getKeyNode());
    Node value = entry.getValueNode();
    if (value instanceof ScalarNode scalar && !Nodes.isEmpty(scalar)) {
      return scalar;
    }
    context.error(value, path, "expected " + expected + ", found " + Nodes.describe(value));
    return null;
  }

  /** Reports each key that is not among the known ones. */
  static void unknown(
      ObjectContext context, Map<String, NodeTuple> entries, List<String> known, String prefix) {
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      if (!known.contains(entry.getKey())) {
        Node key = entry.getValue().getKeyNode();
        context.error(key, prefix + entry.getKey(), unknown(entry.getKey(), known));
      }
    }
  }

  /** What to say about a key, with the known one that was probably meant. */
  static String unknown(String key, Collection<String> known) {
    String near = Nearest.suggestion(key, known);
    String list =
        near.isEmpty() && !known.isEmpty() ? "; known here: " + String.join(", ", known) : near;
    return "unknown field " + Scalars.quote(key) + list;
  }
}
