package dev.reconcile.manifest;

import dev.reconcile.fields.Nearest;
import dev.reconcile.fields.Scalars;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** The entries of a map, and what to say about those that nobody knows. */
final class Maps {
  private Maps() {}

  /** By key; null after an error when the node is no map. */
  static @Nullable Map<String, NodeTuple> entries(ObjectContext context, Node node, String path) {
    if (!(node instanceof MappingNode map)) {
      context.error(node, path, "expected a map, found " + Nodes.describe(node));
      return null;
    }
    Map<String, NodeTuple> entries = new LinkedHashMap<>();
    for (NodeTuple entry : map.getValue()) {
      entries.put(Nodes.key(entry), entry);
    }
    return entries;
  }

  /** The scalar under a key; null after an error when it is missing or none. */
  static @Nullable ScalarNode scalar(
      ObjectContext context,
      Map<String, NodeTuple> entries,
      String key,
      String path,
      Node parent,
      String expected) {
    NodeTuple entry = entries.get(key);
    if (entry == null) {
      context.error(parent, path, "missing; expected " + expected);
      return null;
    }
    context.place(path, entry.getKeyNode());
    if (entry.getValueNode() instanceof ScalarNode scalar && !Nodes.isEmpty(scalar)) {
      return scalar;
    }
    Node value = entry.getValueNode();
    context.error(value, path, "expected " + expected + ", found " + Nodes.describe(value));
    return null;
  }

  static String unknown(String key, Collection<String> known) {
    String near = Nearest.suggestion(key, known);
    String list =
        near.isEmpty() && !known.isEmpty() ? "; known here: " + String.join(", ", known) : near;
    return "unknown field " + Scalars.quote(key) + list;
  }
}
