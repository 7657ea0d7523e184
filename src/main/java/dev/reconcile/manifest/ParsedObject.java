package dev.reconcile.manifest;

import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;

/**
 * An object as far as it could be read.
 *
 * @param spec what is valid of it, in the order of the file, nothing filled in
 * @param context where its fields stand
 * @param valid whether nothing was wrong with it
 */
record ParsedObject(
    ResourceId id,
    Metadata metadata,
    SourceRef source,
    Dict spec,
    ObjectContext context,
    boolean valid) {
  Kind kind() {
    return id.kind();
  }

  Resource resource() {
    return Resource.of(kind(), metadata, source, Canonical.of(kind(), spec));
  }
}
