package dev.reconcile.manifest;

import dev.reconcile.fields.Scalars;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.yaml.snakeyaml.nodes.CollectionNode;
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

  /** How large a list or map is with all aliases written out. */
  private static final class Size {
    private boolean open = true;
    private long nodes = 1;
    private long characters;

    void add(long moreNodes, long moreCharacters) {
      nodes = Math.min(nodes + moreNodes, MAX_NODES + 1);
      characters = Math.min(characters + moreCharacters, MAX_CHARACTERS + 1);
    }

    boolean isTooLarge() {
      return nodes > MAX_NODES || characters > MAX_CHARACTERS;
    }
  }

  private final Document document;
  private final List<Diagnostic> errors;
  private final Map<Node, Size> sizes = new IdentityHashMap<>();
  private final Set<ScalarNode> reported = Collections.newSetFromMap(new IdentityHashMap<>());

  /** Keys, and numbers of list items. */
  private final List<Object> path = new ArrayList<>();

  private NodeCheck(Document document, List<Diagnostic> errors) {
    this.document = document;
    this.errors = errors;
  }

  /** Adds what is wrong to {@code errors}; false when it is too large to be read. */
  static boolean check(Document document, List<Diagnostic> errors) {
    NodeCheck check = new NodeCheck(document, errors);
    Size size = new Size();
    check.look(document.root(), size);
    if (size.isTooLarge()) {
      check.error(
          document.root(),
          "the document's aliases grow to more than "
              + MAX_NODES
              + " values or "
              + (MAX_CHARACTERS >> 20)
              + " Mi characters; write fewer of them");
    }
    return !size.isTooLarge();
  }

  private void look(Node node, Size above) {
    if (node instanceof ScalarNode scalar) {
      scalar(scalar, above);
    } else if (node instanceof CollectionNode<?> collection) {
      collection(collection, above);
    }
  }

  private void scalar(ScalarNode scalar, Size above) {
    boolean tagged = isTagged(scalar);
    boolean terminated = scalar.getValue().indexOf('\0') >= 0;
    if ((tagged || terminated) && reported.add(scalar)) {
      if (tagged) {
        tagError(scalar);
      }
      if (terminated) {
        error(scalar, "no value may hold a NUL character");
      }
    }
    above.add(1, scalar.getValue().length());
  }

  private void collection(CollectionNode<?> node, Size above) {
    Size known = sizes.get(node);
    if (known != null && known.open) {
      error(node, "an alias inside of what it stands for; remove it");
      return;
    }
    if (known == null) {
      known = new Size();
      sizes.put(node, known);
      if (isTagged(node)) {
        tagError(node);
      }
      if (node instanceof MappingNode map) {
        map(map, known);
      } else if (node instanceof SequenceNode list) {
        list(list, known);
      }
      known.open = false;
    }
    above.add(known.nodes, known.characters);
  }

  private static boolean isTagged(Node node) {
    return !TAGS.contains(node.getTag());
  }

  private void tagError(Node node) {
    error(
        node,
        "custom tag "
            + Scalars.quote(node.getTag().getValue())
            + "; remove it, the field decides the type");
  }

  private void list(SequenceNode list, Size size) {
    int index = 0;
    for (Node item : list.getValue()) {
      path.add(index++);
      look(item, size);
      path.removeLast();
    }
  }

  private void map(MappingNode map, Size size) {
    Map<String, Node> keys = new HashMap<>();
    for (NodeTuple entry : map.getValue()) {
      Node key = entry.getKeyNode();
      path.add(key instanceof ScalarNode scalar ? scalar.getValue() : "?");
      if (key instanceof ScalarNode scalar) {
        key(scalar, keys);
      } else {
        error(key, "expected a scalar as key, found " + Nodes.describe(key));
      }
      look(key, size);
      look(entry.getValueNode(), size);
      path.removeLast();
    }
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
    String field = field();
    String shown = where.isEmpty() || field.isEmpty() ? where + field : where + ": " + field;
    errors.add(document.diagnostic(node.getStartMark(), shown, message));
  }

  /** {@code spec.mounts[0].target}. */
  private String field() {
    StringBuilder field = new StringBuilder();
    for (Object part : path) {
      if (part instanceof Integer index) {
        field.append('[').append(index).append(']');
      } else {
        field.append(field.isEmpty() ? "" : ".").append(part);
      }
    }
    return field.toString();
  }
}
