package dev.reconcile.manifest;

import dev.reconcile.fields.Scalars;
import dev.reconcile.model.Metadata;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Labels and annotations; those under {@code reconcile.dev/} are checked. */
final class MetadataReader {
  private static final List<String> KEYS = List.of("name", "labels", "annotations");
  private static final String OURS = "reconcile.dev/";
  private static final List<String> ANNOTATIONS =
      List.of(OURS + "reconcile", OURS + "prune", OURS + "force");
  private static final List<String> SWITCH = List.of("enabled", "disabled");

  private MetadataReader() {}

  static Metadata read(ObjectContext context, String name, Map<String, NodeTuple> metadata) {
    Maps.unknown(context, metadata, KEYS, "metadata.");
    SortedMap<String, String> labels = texts(context, metadata, "labels");
    SortedMap<String, String> annotations = texts(context, metadata, "annotations");
    check(context, annotations);
    return new Metadata(name, labels, annotations);
  }

  private static SortedMap<String, String> texts(
      ObjectContext context, Map<String, NodeTuple> metadata, String key) {
    SortedMap<String, String> texts = new TreeMap<>();
    NodeTuple entry = metadata.get(key);
    String path = "metadata." + key;
    Map<String, NodeTuple> found =
        entry == null ? Map.of() : Maps.entries(context, entry.getValueNode(), path);
    if (found == null) {
      return texts;
    }
    for (String name : found.keySet()) {
      ScalarNode text = Maps.scalar(context, found, name, path + "." + name, "a text");
      if (text != null) {
        texts.put(name, text.getValue());
      }
    }
    return texts;
  }

  private static void check(ObjectContext context, SortedMap<String, String> annotations) {
    for (Map.Entry<String, String> entry : annotations.entrySet()) {
      String path = "metadata.annotations." + entry.getKey();
      if (!entry.getKey().startsWith(OURS)) {
        continue;
      }
      if (!ANNOTATIONS.contains(entry.getKey())) {
        context.error(path, Maps.unknown(entry.getKey(), ANNOTATIONS));
      } else if (!SWITCH.contains(entry.getValue())) {
        context.error(path, "expected enabled or disabled, not " + Scalars.quote(entry.getValue()));
      }
    }
  }
}
