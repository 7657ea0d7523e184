package dev.reconcile.manifest;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What can be wrong between the fields of a Rootfs. */
final class RootfsChecks {
  private RootfsChecks() {}

  /**
   * Checks a Rootfs or one inline.
   *
   * @param path of the rootfs's spec: {@code spec} or {@code spec.rootfs}
   */
  static void check(Dict rootfs, String path, ObjectContext context) {
    List<Value> layers = rootfs.items("layers");
    boolean wrongLayers =
        layers.isEmpty() && rootfs.at("layers") == null && context.given(path + ".layers");
    if (layers.isEmpty() && !wrongLayers && !context.given(path + ".from")) {
      context.error(path + ".layers", "expected at least one layer, or from");
    }
    for (int i = 0; i < layers.size(); i++) {
      layer(path + ".layers[" + i + "]", context);
    }
    files(rootfs, path + ".initLayer.files", context);
    String type = rootfs.text("writable.type", "ephemeral");
    if (context.given(path + ".writable.size") && !type.equals("tmpfs")) {
      context.error(
          path + ".writable.size", "only a tmpfs has a size; remove it, or set type: tmpfs");
    }
  }

  private static void layer(String path, ObjectContext context) {
    int sources = Given.count(context, path, "directory", "archive", "image");
    if (sources != 1) {
      context.error(path, "expected exactly one of directory, archive and image, found " + sources);
    }
    if (context.given(path + ".digest") && !context.given(path + ".archive")) {
      context.error(path + ".digest", "only an archive has a digest; remove it");
    }
  }

  private static void files(Dict rootfs, String path, ObjectContext context) {
    Map<String, String> seen = new HashMap<>();
    List<Value> files = rootfs.items("initLayer.files");
    for (int i = 0; i < files.size(); i++) {
      String at = path + "[" + i + "]";
      int sources = Given.count(context, at, "content", "source", "secret");
      if (sources != 1) {
        context.error(at, "expected exactly one of content, source and secret, found " + sources);
      }
      String target = files.get(i) instanceof Dict file ? file.text("path") : null;
      if (target == null) {
        continue;
      }
      if (target.equals("/")) {
        context.error(at + ".path", "expected a file below /");
      }
      String first = seen.putIfAbsent(target, at);
      if (first != null) {
        context.error(at + ".path", "duplicate file, first at " + first);
      }
    }
  }
}
