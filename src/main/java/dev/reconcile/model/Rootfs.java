package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;

/**
 * A named root file system that containers share.
 *
 * @param rootfs its layers, not yet merged with those of {@code from}
 */
public record Rootfs(Metadata metadata, SourceRef source, Dict spec, RootfsSpec rootfs)
    implements Resource {
  static Rootfs of(Metadata metadata, SourceRef source, Dict spec) {
    return new Rootfs(metadata, source, spec, RootfsSpec.of(spec));
  }

  @Override
  public Kind kind() {
    return Kind.ROOTFS;
  }
}
