package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup with limits.
 *
 * @param parent another Cgroup's name
 * @param path an absolute cgroup path; null for {@code <parent's path>/<name>} or {@code <cgroup
 *     root>/<name>}
 * @param adopted only the listed limits are ours; each goes back to what it was
 * @param limits what is to be set; what is not listed is not touched
 */
public record Cgroup(
    Metadata metadata,
    SourceRef source,
    Dict spec,
    @Nullable String parent,
    @Nullable String path,
    boolean adopted,
    Limits limits)
    implements Resource {
  static Cgroup of(Metadata metadata, SourceRef source, Dict spec) {
    return new Cgroup(
        metadata,
        source,
        spec,
        spec.text("parent"),
        spec.text("path"),
        spec.text("lifecycle", "managed").equals("adopted"),
        Limits.of(spec));
  }

  @Override
  public Kind kind() {
    return Kind.CGROUP;
  }
}
