package dev.reconcile.manifest;

import dev.reconcile.fields.Scalars;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * What is wrong in any document, whatever its fields mean: custom tags, keys that are no scalars or
 * stand twice, merge keys, aliases that contain themselves or grow beyond all bounds. Looks at each
 * node once, however many aliases lead to it.
 */
final class NodeCheck {
  private static final long MAX_NODES = 100_000;
  private static final long MAX_CHARACTERS = 4L << 20;

  private static final Set<Tag> TAGS =
      Set.of(Tag.STR, Tag.INT, Tag.FLOAT, Tag.BOOL, Tag.NULL, Tag.MAP, Tag.SEQ);

  /** How large a node is with all aliases written out. */
  private record Size(long nodes, long characters) {
    static final Size OPEN = new Size(-1, -1);

    Size plus(Size other) {
      return new Size(
          Math.min(nodes + other.nodes, MAX_NODES + 1),
          Math.min(characters + other.characters, MAX_CHARACTERS + 1));
    }

    boolean tooLarge() {
      return nodes > MAX_NODES || characters > MAX_CHARACTERS;
    }
  }

  private final Document document;
  private final List<Diagnostic> errors;
  private final Map<Node, Size> sizes = new IdentityHashMap<>();
  private final List<String> path = new ArrayList<>();

  private NodeCheck(Document document, List<Diagnostic> errors) {
    this.document = document;
    this.errors = errors;
  }

  /** Adds what is wrong to {@code errors}; false when it is too large to be read. */
  static boolean check(Document document, List<Diagnostic> errors) {
    NodeCheck check = new NodeCheck(document, errors);
    boolean bounded = !check.size(document.root()).tooLarge();
    if (!bounded) {
      check.error(
          document.root(),
          "the document's aliases grow to more than "
              + MAX_NODES
              + " values or "
              + (MAX_CHARACTERS >> 20)
              + " Mi characters; write fewer of them");
    }
    return bounded;
  }

  private Size size(Node node) {
    Size known = sizes.get(node);
    if (known == Size.OPEN) {
      error(node, "an alias inside of what it stands for; remove it");
      return new Size(0, 0);
    }
    if (known != null) {
      return known;
    }
    sizes.put(node, Size.OPEN);
    if (!TAGS.contains(node.getTag())) {
      error(
          node,
          "custom tag "
              + Scalars.quote(node.getTag().getValue())
              + "; remove it, the field decides the type");
    }
    Size size =
        switch (node) {
          case ScalarNode scalar -> scalar(scalar);
          case SequenceNode list -> list(list);
          case MappingNode map -> map(map);
          default -> new Size(1, 0);
        };
    sizes.put(node, size);
    return size;
  }

  private Size scalar(ScalarNode scalar) {
    if (scalar.getValue().indexOf('\0') >= 0) {
      error(scalar, "no value may hold a NUL character");
    }
    return new Size(1, scalar.getValue().length());
  }

  private Size list(SequenceNode list) {
    Size size = new Size(1, 0);
    int index = 0;
    for (Node item : list.getValue()) {
      path.add("[" + index++ + "]");
      size = size.plus(size(item));
      path.removeLast();
    }
    return size;
  }

  private Size map(MappingNode map) {
    Size size = new Size(1, 0);
    Map<String, Node> keys = new HashMap<>();
    for (NodeTuple entry : map.getValue()) {
      Node key = entry.getKeyNode();
      String name = key instanceof ScalarNode scalar ? scalar.getValue() : "?";
      path.add(path.isEmpty() ? name : "." + name);
      if (key instanceof ScalarNode scalar) {
        key(scalar, keys);
      } else {
        error(key, "expected a scalar as key, found " + Nodes.describe(key));
      }
      size = size.plus(size(key)).plus(size(entry.getValueNode()));
      path.removeLast();
    }
    return size;
  }

  private void key(ScalarNode key, Map<String, Node> keys) {
    if (Nodes.isMerge(key)) {
      error(key, "merge keys (<<) are not supported; repeat the fields, or alias a whole value");
      return;
    }
    Node first = keys.putIfAbsent(key.getValue(), key);
    if (first != null) {
      int line = document.position(first.getStartMark()).line();
      error(key, "duplicate key " + Scalars.quote(key.getValue()) + ", first on line " + line);
    }
  }

  private void error(Node node, String message) {
    String where = ObjectLabel.of(document.root());
    String field = String.join("", path);
    String shown = where.isEmpty() || field.isEmpty() ? where + field : where + ": " + field;
    errors.add(document.diagnostic(node.getStartMark(), shown, message));
  }
}
