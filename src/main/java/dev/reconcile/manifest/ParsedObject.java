package dev.reconcile.manifest;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import org.jspecify.annotations.Nullable;

/**
 * An object as far as it could be read.
 *
 * @param spec what is valid of it, in the order of the file, nothing filled in
 * @param context where its fields stand
 * @param resource null when something was wrong with it
 */
record ParsedObject(
    ResourceId id,
    SourceRef source,
    Dict spec,
    ObjectContext context,
    @Nullable Resource resource) {
  static ParsedObject of(
      ResourceId id,
      Metadata metadata,
      SourceRef source,
      Dict spec,
      ObjectContext context,
      boolean valid) {
    Resource resource =
        valid ? Resource.of(id.kind(), metadata, source, Canonical.of(id.kind(), spec)) : null;
    return new ParsedObject(id, source, spec, context, resource);
  }

  Kind kind() {
    return id.kind();
  }
}
