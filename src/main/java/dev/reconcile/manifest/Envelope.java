package dev.reconcile.manifest;

import dev.reconcile.fields.FieldTable;
import dev.reconcile.fields.FieldType;
import dev.reconcile.fields.Nearest;
import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What every object has around its {@code spec}: apiVersion, kind, metadata. */
final class Envelope {
  static final String API_VERSION = "reconcile.dev/v1";
  private static final List<String> KEYS =
      List.of("apiVersion", "kind", "metadata", "spec", "status");
  private static final List<String> METADATA = List.of("name", "labels", "annotations");
  private static final String OURS = "reconcile.dev/";
  private static final List<String> ANNOTATIONS =
      List.of(OURS + "reconcile", OURS + "prune", OURS + "force");

  private final Document document;
  private final List<Diagnostic> errors;
  private final Map<String, NodeTuple> entries;
  private final @Nullable Kind kind;
  private final @Nullable String name;
  private final ObjectContext context;

  private Envelope(Document document, List<Diagnostic> errors, Map<String, NodeTuple> entries) {
    this.document = document;
    this.errors = errors;
    this.entries = entries;
    ObjectContext nameless = new ObjectContext(document, "", errors);
    apiVersion(nameless);
    this.kind = kind(nameless);
    this.name = name(nameless);
    String label = kind == null ? "" : kind.id() + "/" + (name == null ? "?" : name);
    this.context = new ObjectContext(document, label, errors);
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

  @Nullable Kind kind() {
    return kind;
  }

  ObjectContext context() {
    return context;
  }

  /** The node of {@code spec}; null after an error when there is none. */
  @Nullable Node spec() {
    NodeTuple spec = entries.get("spec");
    if (spec == null) {
      context.error(
          document.root(), "spec", "missing; expected a map (spec: {} for one without fields)");
      return null;
    }
    context.place("spec", spec.getKeyNode());
    return spec.getValueNode();
  }

  /** Labels and annotations, and what is there besides. */
  Metadata metadata() {
    unknown(entries, KEYS, "");
    NodeTuple metadata = entries.get("metadata");
    SortedMap<String, String> labels = new TreeMap<>();
    SortedMap<String, String> annotations = new TreeMap<>();
    if (metadata != null && metadata.getValueNode() instanceof Node node && !Nodes.isNull(node)) {
      Map<String, NodeTuple> inner =
          Maps.entries(new ObjectContext(document, "", new ArrayList<>()), node, "metadata");
      if (inner != null) {
        unknown(inner, METADATA, "metadata.");
        texts(inner, "labels", labels);
        texts(inner, "annotations", annotations);
      }
    }
    annotations(annotations);
    return new Metadata(name == null ? "" : name, labels, annotations);
  }

  private void apiVersion(ObjectContext nameless) {
    ScalarNode node =
        Maps.scalar(nameless, entries, "apiVersion", "apiVersion", document.root(), API_VERSION);
    if (node != null && !node.getValue().equals(API_VERSION)) {
      String found = Scalars.quote(node.getValue());
      nameless.error(node, "apiVersion", "expected " + API_VERSION + ", not " + found);
    }
  }

  private @Nullable Kind kind(ObjectContext nameless) {
    List<String> known = new ArrayList<>();
    for (Kind candidate : Kind.values()) {
      known.add(candidate.manifestName());
    }
    ScalarNode node =
        Maps.scalar(
            nameless,
            entries,
            "kind",
            "kind",
            document.root(),
            "one of " + String.join(", ", known));
    if (node == null) {
      return null;
    }
    int index = known.indexOf(node.getValue());
    if (index < 0) {
      String near = Nearest.suggestion(node.getValue(), known);
      String list = near.isEmpty() ? "; expected one of " + String.join(", ", known) : near;
      nameless.error(node, "kind", "unknown kind " + Scalars.quote(node.getValue()) + list);
      return null;
    }
    Kind found = Kind.values()[index];
    if (!FieldTable.supported(found)) {
      nameless.error(node, "kind", "kind " + found.manifestName() + " is not supported yet");
      return null;
    }
    return found;
  }

  private @Nullable String name(ObjectContext nameless) {
    NodeTuple metadata = entries.get("metadata");
    if (metadata == null) {
      nameless.error(document.root(), "metadata", "missing; expected a map with a name");
      return null;
    }
    Node node = metadata.getValueNode();
    Map<String, NodeTuple> inner = Maps.entries(nameless, node, "metadata");
    if (inner == null) {
      return null;
    }
    ScalarNode name =
        Maps.scalar(
            nameless, inner, "name", "metadata.name", metadata.getKeyNode(), "an RFC 1123 label");
    try {
      return name == null ? null : label(name.getValue());
    } catch (IllegalArgumentException e) {
      nameless.error(name, "metadata.name", String.valueOf(e.getMessage()));
      return null;
    }
  }

  private static String label(String text) {
    Scalars.canonical(new FieldType.Label(), text);
    return text;
  }

  private void unknown(Map<String, NodeTuple> found, List<String> known, String prefix) {
    for (Map.Entry<String, NodeTuple> entry : found.entrySet()) {
      if (!known.contains(entry.getKey())) {
        context.error(
            entry.getValue().getKeyNode(),
            prefix + entry.getKey(),
            Maps.unknown(entry.getKey(), known));
      }
    }
  }

  private void texts(Map<String, NodeTuple> metadata, String key, SortedMap<String, String> into) {
    NodeTuple entry = metadata.get(key);
    String path = "metadata." + key;
    Map<String, NodeTuple> inner =
        entry == null ? null : Maps.entries(context, entry.getValueNode(), path);
    if (entry == null || inner == null) {
      return;
    }
    for (String name : inner.keySet()) {
      String at = path + "." + name;
      ScalarNode text = Maps.scalar(context, inner, name, at, entry.getKeyNode(), "a text");
      if (text != null) {
        into.put(name, text.getValue());
      }
    }
  }

  private void annotations(SortedMap<String, String> annotations) {
    for (Map.Entry<String, String> entry : annotations.entrySet()) {
      String path = "metadata.annotations." + entry.getKey();
      if (!entry.getKey().startsWith(OURS)) {
        continue;
      }
      if (!ANNOTATIONS.contains(entry.getKey())) {
        context.error(path, Maps.unknown(entry.getKey(), ANNOTATIONS));
      } else if (!List.of("enabled", "disabled").contains(entry.getValue())) {
        context.error(path, "expected enabled or disabled, not " + Scalars.quote(entry.getValue()));
      }
    }
  }
}
