package dev.reconcile.manifest;

import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import java.util.Map;

/** Where fields stand, for whoever finds fault with one that the reader could not know of. */
public final class Places {
  /** Of objects that no file names. */
  public static final Places NONE = new Places(Map.of());

  private final Map<ResourceId, ObjectContext> objects;

  Places(Map<ResourceId, ObjectContext> objects) {
    this.objects = Map.copyOf(objects);
  }

  /**
   * The place of a field, or of the nearest one above it that stands in the manifest.
   *
   * @param path below {@code spec}, such as {@code memory.max}; empty for the object
   * @param object its own place, which is all there is to say of an object that was not read here
   */
  public SourceRef of(ResourceId id, String path, SourceRef object) {
    ObjectContext context = objects.get(id);
    return context == null || path.isEmpty() ? object : context.source("spec." + path);
  }
}
