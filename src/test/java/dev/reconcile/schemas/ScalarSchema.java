package dev.reconcile.schemas;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reconcile.fields.FieldType;
import java.util.List;

/**
 * The schema of one scalar. Editors read YAML by YAML's rules and see numbers and booleans where
 * the field wants text; so text is every scalar, and patterns speak where it is a string.
 */
final class ScalarSchema {
  private ScalarSchema() {}

  static ObjectNode of(FieldType.Scalar type) {
    return switch (type) {
      case FieldType.Text ignored -> typed("string", "number", "boolean");
      case FieldType.Matching matching -> pattern("(" + matching.shape() + ")");
      case FieldType.Choice choice -> words(choice.words());
      case FieldType.Bool ignored -> bool();
      case FieldType.Int range -> integer(range);
      case FieldType.Bytes(boolean max) ->
          pattern("[0-9]+(\\.[0-9]+)?(Ki|Mi|Gi|Ti|k|M|G|T)?" + orMax(max));
      case FieldType.Cpu(boolean max) -> pattern("[0-9]+(\\.[0-9]+)?m?" + orMax(max));
      case FieldType.Duration ignored -> pattern("(0|([0-9]+(h|m|s|ms|us))+)");
      case FieldType.Mode ignored -> pattern("(0o)?0*[0-7]{1,4}");
      case FieldType.IndexList ignored -> pattern("([0-9]+(-[0-9]+)?(, *[0-9]+(-[0-9]+)?)*)?");
      case FieldType.HostPath ignored -> typed("string").put("minLength", 1);
      case FieldType.TreePath ignored -> pattern("[^/].*");
      case FieldType.ContainerPath ignored -> pattern("/.*");
      case FieldType.Named named -> named(named);
      case FieldType.OnChange ignored -> pattern("(none|restart|signal:[A-Za-z0-9+]+)");
      case FieldType.ClassId ignored -> pattern("(0x[0-9a-fA-F]{1,8}|[0-9]+)");
      case FieldType.Label ignored -> pattern("[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?");
    };
  }

  private static String orMax(boolean max) {
    return max ? "|max" : "";
  }

  static ObjectNode typed(String... types) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    if (types.length == 1) {
      return node.put("type", types[0]);
    }
    ArrayNode array = node.putArray("type");
    List.of(types).forEach(array::add);
    return node;
  }

  private static ObjectNode pattern(String regex) {
    return typed("string", "number", "boolean").put("pattern", "^(" + regex + ")$");
  }

  private static ObjectNode words(List<String> words) {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    ArrayNode values = node.putArray("enum");
    words.forEach(values::add);
    return node;
  }

  private static ObjectNode bool() {
    ObjectNode node = JsonNodeFactory.instance.objectNode();
    node.putArray("enum").add(true).add(false).add("true").add("false");
    return node;
  }

  private static ObjectNode integer(FieldType.Int range) {
    return typed("integer", "string")
        .put("minimum", range.min())
        .put("maximum", range.max())
        .put("pattern", "^(-?[0-9]+" + orMax(range.allowMax()) + ")$");
  }

  private static ObjectNode named(FieldType.Named named) {
    ObjectNode node = pattern("[A-Za-z][A-Za-z0-9_+]*");
    ArrayNode examples = node.putArray("examples");
    named.names().forEach(examples::add);
    return node;
  }
}
