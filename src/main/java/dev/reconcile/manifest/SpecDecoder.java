package dev.reconcile.manifest;

import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.Nearest;
import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;

/**
 * From a {@code spec} node to values, by the field table: scalars canonical, lists in the order of
 * the file, nothing filled in. What is wrong is reported and left out.
 */
final class SpecDecoder {
  private final Kind kind;
  private final ObjectContext context;

  SpecDecoder(Kind kind, ObjectContext context) {
    this.kind = kind;
    this.context = context;
  }

  Dict decode(Node spec) {
    return section(spec, "", "spec");
  }

  private Dict section(Node node, String row, String path) {
    SortedMap<String, Value> values = new TreeMap<>();
    Map<String, NodeTuple> entries = Maps.entries(context, node, path);
    if (entries == null) {
      return Dict.EMPTY;
    }
    Map<String, Field> fields = FieldTable.byKey(kind, row);
    List<String> unknown = new ArrayList<>();
    boolean fixed = path.equals(row.isEmpty() ? "spec" : "spec." + row);
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      Node key = entry.getValue().getKeyNode();
      Field field = fields.get(entry.getKey());
      String at = fixed && field != null ? field.place() : path + "." + entry.getKey();
      context.place(at, key);
      if (field == null) {
        unknown.add(entry.getKey());
        String message = UnknownFields.message(kind, entry.getKey(), fields.keySet());
        context.error(key, at, message);
      } else if (!field.supported()) {
        context.error(key, at, "not supported yet");
      } else {
        // The table's own word for it: the many objects of a manifest share one.
        put(
            values,
            field.key(),
            value(field.type(), entry.getValue().getValueNode(), field.path(), at));
      }
    }
    for (Map.Entry<String, Field> field : fields.entrySet()) {
      if (!entries.containsKey(field.getKey()) && !isMeant(field.getKey(), unknown, fields)) {
        missing(field.getKey(), field.getValue(), node, path);
      }
    }
    return new Dict(values);
  }

  /**
   * Whether one of the unknown keys already got this field as its suggestion: one mistake, said
   * once.
   */
  private static boolean isMeant(String field, List<String> unknown, Map<String, Field> fields) {
    for (String key : unknown) {
      if (field.equals(Nearest.to(key, fields.keySet()))) {
        return true;
      }
    }
    return false;
  }

  /** A section that is filled in by itself must not need anything. */
  private void missing(String key, Field field, Node parent, String above) {
    if (field.required()) {
      context.error(parent, above + "." + key, "missing and required: " + field.doc());
    } else if ("{}".equals(field.defaultText())) {
      FieldTable.byKey(kind, field.path())
          .forEach((name, child) -> missing(name, child, parent, above + "." + key));
    }
  }

  private @Nullable Value value(FieldType type, Node node, String row, String path) {
    return switch (type) {
      case FieldType.Section ignored -> section(node, row, path);
      case FieldType.SectionList ignored -> list(node, path, (item, at) -> section(item, row, at));
      case FieldType.ShorthandList shorthand ->
          list(node, path, (item, at) -> shorthand(shorthand.key(), item, row, at));
      case FieldType.FreeMap map -> freeMap(map, node, row, path);
      case FieldType.ScalarList list ->
          list(node, path, (item, at) -> scalar(list.items(), item, at));
      case FieldType.ScalarOrSection either ->
          node instanceof MappingNode
              ? section(node, row, path)
              : scalar(either.scalar(), node, path);
      case FieldType.ScalarOrList either ->
          node instanceof SequenceNode
              ? list(node, path, (item, at) -> scalar(either.items(), item, at))
              : scalar(either.scalar(), node, path);
      case FieldType.Scalar scalar -> scalar(scalar, node, path);
    };
  }

  /** Reads one item at a path such as {@code spec.mounts[0]}; null after an error. */
  private interface Item {
    @Nullable Value read(Node item, String path);
  }

  private @Nullable Value list(Node node, String path, Item item) {
    if (!(node instanceof SequenceNode list)) {
      context.error(node, path, "expected a list, found " + Nodes.describe(node));
      return null;
    }
    List<Value> items = new ArrayList<>();
    for (Node child : list.getValue()) {
      String at = path + "[" + items.size() + "]";
      context.place(at, child);
      Value value = item.read(child, at);
      // Keeps the numbers of those that follow right; nothing is used once there is an error.
      items.add(value == null ? Dict.EMPTY : value);
    }
    return new Value.Seq(items);
  }

  private @Nullable Value shorthand(String key, Node node, String row, String path) {
    Field field = FieldTable.byKey(kind, row).get(key);
    if (node instanceof ScalarNode
        && field != null
        && field.type() instanceof FieldType.Scalar type) {
      Value value = scalar(type, node, path);
      return value == null ? null : Dict.EMPTY.with(key, value);
    }
    return section(node, row, path);
  }

  private @Nullable Value freeMap(FieldType.FreeMap map, Node node, String row, String path) {
    Map<String, NodeTuple> entries = Maps.entries(context, node, path);
    if (entries == null) {
      return null;
    }
    SortedMap<String, Value> values = new TreeMap<>();
    for (Map.Entry<String, NodeTuple> entry : entries.entrySet()) {
      String at = path + "." + entry.getKey();
      context.place(at, entry.getValue().getKeyNode());
      put(values, entry.getKey(), value(map.values(), entry.getValue().getValueNode(), row, at));
    }
    return new Dict(values);
  }

  private @Nullable Value scalar(FieldType.Scalar type, Node node, String path) {
    if (!(node instanceof ScalarNode scalar)) {
      context.error(
          node, path, "expected " + ScalarWords.expected(type) + ", found " + Nodes.describe(node));
      return null;
    }
    if (Nodes.isEmpty(scalar)) {
      String move = type instanceof FieldType.Text ? "; for the empty text write \"\"" : "";
      context.error(
          node, path, "expected " + ScalarWords.expected(type) + ", found nothing" + move);
      return null;
    }
    try {
      String text = scalar.getValue();
      return Scalars.canonical(
          type,
          type instanceof FieldType.HostPath ? HostPaths.resolve(context.origin(), text) : text);
    } catch (IllegalArgumentException e) {
      context.error(node, path, String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static void put(SortedMap<String, Value> values, String key, @Nullable Value value) {
    if (value != null) {
      values.put(key, value);
    }
  }
}
