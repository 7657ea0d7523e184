package dev.reconcile.schemas;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.reconcile.fields.Field;
import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.FieldType;
import dev.reconcile.model.Kind;
import java.util.List;

/**
 * The field table as JSON Schema draft 7, the one that editors read. Fields that this version
 * rejects are left out.
 */
final class SchemaGenerator {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private SchemaGenerator() {}

  static ObjectNode manifest() {
    ObjectNode schema = NODES.objectNode();
    schema.put("$schema", "http://json-schema.org/draft-07/schema#");
    schema.put("title", "reconcile.dev/v1");
    schema.put("type", "object");
    required(schema, List.of("apiVersion", "kind", "metadata", "spec"));
    ObjectNode properties = schema.putObject("properties");
    properties.putObject("apiVersion").put("const", "reconcile.dev/v1");
    ArrayNode kinds = properties.putObject("kind").putArray("enum");
    properties.putObject("metadata").put("$ref", "#/definitions/Metadata");
    properties.putObject("spec").put("type", "object");
    properties.putObject("status").put("description", "Written by the program, ignored in input.");
    schema.put("additionalProperties", false);
    ArrayNode rules = schema.putArray("allOf");
    ObjectNode definitions = schema.putObject("definitions");
    definitions.set("Metadata", metadata());
    for (Kind kind : Kind.values()) {
      if (FieldTable.supported(kind)) {
        kinds.add(kind.manifestName());
        rules.add(rule(kind));
        definitions.set(kind.manifestName(), section(kind, ""));
      }
    }
    return schema;
  }

  private static ObjectNode rule(Kind kind) {
    ObjectNode rule = NODES.objectNode();
    ObjectNode condition = rule.putObject("if");
    condition.putObject("properties").putObject("kind").put("const", kind.manifestName());
    required(condition, List.of("kind"));
    rule.putObject("then")
        .putObject("properties")
        .putObject("spec")
        .put("$ref", "#/definitions/" + kind.manifestName());
    return rule;
  }

  private static ObjectNode metadata() {
    ObjectNode metadata = ScalarSchema.typed("object");
    required(metadata, List.of("name"));
    ObjectNode properties = metadata.putObject("properties");
    properties.set("name", ScalarSchema.of(new FieldType.Label()));
    properties.set("labels", texts());
    ObjectNode annotations = texts();
    ObjectNode ours = annotations.putObject("properties");
    for (String name : List.of("reconcile", "prune", "force")) {
      ours.putObject("reconcile.dev/" + name).putArray("enum").add("enabled").add("disabled");
    }
    properties.set("annotations", annotations);
    return metadata.put("additionalProperties", false);
  }

  private static ObjectNode texts() {
    ObjectNode map = ScalarSchema.typed("object");
    map.set("additionalProperties", ScalarSchema.of(new FieldType.Text()));
    return map;
  }

  private static ObjectNode section(Kind kind, String path) {
    ObjectNode section = ScalarSchema.typed("object");
    ObjectNode properties = section.putObject("properties");
    List<Field> fields = FieldTable.children(kind, path).stream().filter(Field::supported).toList();
    for (Field field : fields) {
      properties.set(key(field), field(kind, field));
    }
    required(
        section, fields.stream().filter(f -> needed(kind, f)).map(SchemaGenerator::key).toList());
    return section.put("additionalProperties", false);
  }

  /** A section that is filled in when absent is needed all the same when something in it is. */
  private static boolean needed(Kind kind, Field field) {
    return field.required()
        || ("{}".equals(field.defaultText())
            && FieldTable.children(kind, field.path()).stream()
                .anyMatch(child -> needed(kind, child)));
  }

  private static ObjectNode field(Kind kind, Field field) {
    ObjectNode schema = type(kind, field.path(), field.type());
    schema.put("description", field.doc());
    String text = field.defaultText();
    if (text != null && field.type() instanceof FieldType.Scalar) {
      schema.put("default", text);
    }
    return schema;
  }

  private static ObjectNode type(Kind kind, String path, FieldType type) {
    return switch (type) {
      case FieldType.Section ignored -> section(kind, path);
      case FieldType.SectionList ignored -> list(section(kind, path));
      case FieldType.ShorthandList ignored ->
          list(either(ScalarSchema.of(new FieldType.Label()), section(kind, path)));
      case FieldType.FreeMap(FieldType values) -> {
        ObjectNode map = ScalarSchema.typed("object");
        map.set("additionalProperties", type(kind, path, values));
        yield map;
      }
      case FieldType.ScalarList list -> list(ScalarSchema.of(list.items()));
      case FieldType.ScalarOrSection(FieldType.Scalar scalar) -> {
        boolean none = FieldTable.children(kind, path).stream().noneMatch(Field::supported);
        ObjectNode text = ScalarSchema.of(scalar);
        yield none ? text : either(text, section(kind, path));
      }
      case FieldType.ScalarOrList either ->
          either(ScalarSchema.of(either.scalar()), list(ScalarSchema.of(either.items())));
      case FieldType.Scalar scalar -> ScalarSchema.of(scalar);
    };
  }

  private static ObjectNode list(ObjectNode items) {
    ObjectNode list = ScalarSchema.typed("array");
    list.set("items", items);
    return list;
  }

  private static ObjectNode either(ObjectNode one, ObjectNode other) {
    ObjectNode either = NODES.objectNode();
    either.putArray("anyOf").add(one).add(other);
    return either;
  }

  private static void required(ObjectNode schema, List<String> keys) {
    if (!keys.isEmpty()) {
      ArrayNode required = schema.putArray("required");
      keys.forEach(required::add);
    }
  }

  private static String key(Field field) {
    return field.path().substring(field.path().lastIndexOf('.') + 1);
  }
}
