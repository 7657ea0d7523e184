package dev.reconcile.cli;

import dev.reconcile.model.Resource;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;

/**
 * One object as {@code get} shows it.
 *
 * @param kind as in a manifest
 * @param name of an object, or the path of a cgroup that nobody wrote a manifest for
 * @param document the whole manifest, status included
 */
record Item(String kind, String name, Dict document) {
  static Item of(Resource resource, Dict status) {
    return new Item(
        resource.kind().manifestName(), resource.metadata().name(), Documents.of(resource, status));
  }

  /** A scalar of the spec, such as {@code writable.type}; empty when absent. */
  String spec(String path) {
    return document.dict("spec").text(path, "");
  }

  /** A scalar of the status; empty when absent. */
  String status(String path) {
    return document.dict("status").text(path, "");
  }

  /** A part of a condition, such as the {@code status} of {@code Ready}; empty when absent. */
  String condition(String type, String part) {
    for (Value value : document.dict("status").items("conditions")) {
      if (value instanceof Dict condition && condition.text("type", "").equals(type)) {
        return condition.text(part, "");
      }
    }
    return "";
  }
}
