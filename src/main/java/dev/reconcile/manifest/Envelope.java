package dev.reconcile.manifest;

import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.Nearest;
import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What every object has around its {@code spec}: apiVersion, kind, metadata. */
final class Envelope {
  /** The only version there is. */
  static final String API_VERSION = "reconcile.dev/v1";

  private static final FieldType.Label LABEL = new FieldType.Label();
  private static final List<String> KEYS =
      List.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final List<String> KINDS = kinds();
  private static final String ALL_KINDS = "one of " + String.join(", ", KINDS);

  private final Document document;
  private final Map<String, NodeTuple> entries;
  private final Map<String, NodeTuple> metadata;
  private final @Nullable Kind kind;
  private final @Nullable String name;
  private final ObjectContext context;

  private Envelope(Document document, List<Diagnostic> errors, Map<String, NodeTuple> entries) {
    this.document = document;
    this.context = new ObjectContext(document, ObjectLabel.of(document.root()), errors);
    this.entries = entries;
    this.metadata = metadataEntries();
    apiVersion();
    this.kind = readKind();
    this.name = readName();
  }

  /** Reads apiVersion, kind and name; null after an error when the document is no map. */
  static @Nullable Envelope of(Document document, List<Diagnostic> errors) {
    ObjectContext nameless = new ObjectContext(document, "", errors);
    Map<String, NodeTuple> entries = Maps.entries(nameless, document.root(), "");
    return entries == null ? null : new Envelope(document, errors, entries);
  }

  /** Null when kind or name are missing, wrong or not supported yet. */
  @Nullable ResourceId id() {
    return kind == null || name == null ? null : new ResourceId(kind, name);
  }

  /** Null when it is missing, wrong or not supported yet. */
  @Nullable Kind kind() {
    return kind;
  }

  /** For what is found in this object from here on. */
  ObjectContext context() {
    return context;
  }

  /** The node of {@code spec}; null after an error when there is none. */
  @Nullable Node spec() {
    NodeTuple spec = entries.get("spec");
    if (spec == null) {
      context.error(document.root(), "spec", "missing; without any field it is spec: {}");
      return null;
    }
    context.place("spec", spec.getKeyNode());
    return spec.getValueNode();
  }

  /** Labels and annotations. Reports what has no place in the envelope, too. */
  Metadata metadata() {
    Maps.unknown(context, entries, KEYS, "");
    return MetadataReader.read(context, name == null ? "" : name, metadata);
  }

  private Map<String, NodeTuple> metadataEntries() {
    NodeTuple entry = entries.get("metadata");
    if (entry == null) {
      return Map.of();
    }
    context.place("metadata", entry.getKeyNode());
    Map<String, NodeTuple> found = Maps.entries(context, entry.getValueNode(), "metadata");
    return found == null ? Map.of() : found;
  }

  private void apiVersion() {
    ScalarNode node = Maps.scalar(context, entries, "apiVersion", "apiVersion", API_VERSION);
    if (node != null && !node.getValue().equals(API_VERSION)) {
      String found = Scalars.quote(node.getValue());
      context.error(node, "apiVersion", "expected " + API_VERSION + ", not " + found);
    }
  }

  private @Nullable Kind readKind() {
    ScalarNode node = Maps.scalar(context, entries, "kind", "kind", ALL_KINDS);
    if (node == null) {
      return null;
    }
    int index = KINDS.indexOf(node.getValue());
    if (index < 0) {
      String near = Nearest.suggestion(node.getValue(), KINDS);
      String move = near.isEmpty() ? "; expected " + ALL_KINDS : near;
      context.error(node, "kind", "unknown kind " + Scalars.quote(node.getValue()) + move);
      return null;
    }
    Kind found = Kind.values()[index];
    if (!FieldTable.supported(found)) {
      context.error(node, "kind", "kind " + found.manifestName() + " is not supported yet");
      return null;
    }
    return found;
  }

  private @Nullable String readName() {
    ScalarNode node = Maps.scalar(context, metadata, "name", "metadata.name", "an RFC 1123 label");
    if (node == null) {
      return null;
    }
    try {
      return Value.scalar(Scalars.canonical(LABEL, node.getValue()));
    } catch (IllegalArgumentException e) {
      context.error(node, "metadata.name", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static List<String> kinds() {
    List<String> names = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      names.add(kind.manifestName());
    }
    return List.copyOf(names);
  }
}
