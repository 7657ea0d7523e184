package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;

/**
 * A desired object. {@link #spec} is the whole truth; the other components are its typed reading.
 */
public sealed interface Resource permits Rootfs, CgroupHierarchy, Cgroup, Container, Sync {
  /** Name, labels, annotations. */
  Metadata metadata();

  /** Where the document stands. */
  SourceRef source();

  /** The canonical spec, defaults filled in; equal specs mean the same. */
  Dict spec();

  /** The kind. */
  Kind kind();

  /** Identity. */
  default ResourceId id() {
    return new ResourceId(kind(), metadata().name());
  }

  /**
   * Reads the canonical spec of a kind into its record. The spec has been checked by the field
   * table.
   */
  static Resource of(Kind kind, Metadata metadata, SourceRef source, Dict spec) {
    return switch (kind) {
      case ROOTFS -> Rootfs.of(metadata, source, spec);
      case CGROUP_HIERARCHY -> CgroupHierarchy.of(metadata, source, spec);
      case CGROUP -> Cgroup.of(metadata, source, spec);
      case CONTAINER -> Container.of(metadata, source, spec);
      case SYNC -> Sync.of(metadata, source, spec);
      case NAMESPACE, NETWORK, SECRET ->
          throw new IllegalArgumentException(
              "kind " + kind.manifestName() + " is not supported yet");
    };
  }
}
