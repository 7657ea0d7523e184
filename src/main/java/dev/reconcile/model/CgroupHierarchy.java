package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A mount of cgroupfs, cgroups(7).
 *
 * @param version 1 or 2
 * @param controllers of a v1 hierarchy, sorted; several are mounted together, {@code all} stands
 *     for every one that the kernel has on v1; empty for v2 and for a named hierarchy
 * @param name of a named v1 hierarchy without controllers, such as {@code systemd}; else null
 * @param mountPoint absolute
 * @param options of v2, sorted; null keeps what the host has
 */
public record CgroupHierarchy(
    Metadata metadata,
    SourceRef source,
    Dict spec,
    int version,
    List<String> controllers,
    @Nullable String name,
    String mountPoint,
    @Nullable List<String> options)
    implements Resource {
  /** Every v1 controller. */
  public static final String ALL = "all";

  public CgroupHierarchy {
    controllers = List.copyOf(controllers);
    options = options == null ? null : List.copyOf(options);
  }

  static CgroupHierarchy of(Metadata metadata, SourceRef source, Dict spec) {
    return new CgroupHierarchy(
        metadata,
        source,
        spec,
        (int) spec.number("version", 2),
        spec.texts("controllers"),
        spec.text("name"),
        spec.text("mountPoint", ""),
        spec.at("options") == null ? null : spec.texts("options"));
  }

  @Override
  public Kind kind() {
    return Kind.CGROUP_HIERARCHY;
  }
}
