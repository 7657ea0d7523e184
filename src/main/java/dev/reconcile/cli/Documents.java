package dev.reconcile.cli;

import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Objects as whole manifests: {@code apiVersion}, {@code kind}, {@code metadata}, {@code spec},
 * {@code status}.
 */
final class Documents {
  private Documents() {}

  /** One object. */
  static Dict of(Resource resource, Dict status) {
    return of(
        resource.kind().manifestName(), metadata(resource.metadata()), resource.spec(), status);
  }

  /** One object that nobody wrote a manifest for. */
  static Dict of(String kind, Dict metadata, Dict spec, Dict status) {
    SortedMap<String, Value> entries = new TreeMap<>();
    entries.put("apiVersion", new Text("reconcile.dev/v1"));
    entries.put("kind", new Text(kind));
    entries.put("metadata", metadata);
    entries.put("spec", spec);
    entries.put("status", status);
    return new Dict(entries);
  }

  /** {@code {items: […]}}. */
  static Dict list(List<? extends Value> items) {
    return Dict.EMPTY.with("items", new Seq(List.copyOf(items)));
  }

  private static Dict metadata(Metadata metadata) {
    Dict dict = Dict.EMPTY.with("name", new Text(metadata.name()));
    if (!metadata.labels().isEmpty()) {
      dict = dict.with("labels", texts(metadata.labels()));
    }
    if (!metadata.annotations().isEmpty()) {
      dict = dict.with("annotations", texts(metadata.annotations()));
    }
    return dict;
  }

  private static Dict texts(Map<String, String> map) {
    SortedMap<String, Value> entries = new TreeMap<>();
    map.forEach((key, text) -> entries.put(key, new Text(text)));
    return new Dict(entries);
  }
}
