package dev.reconcile.model;

import dev.reconcile.model.Value.Dict;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup with limits.
 *
 * @param parent another Cgroup's name
 * @param path an absolute cgroup path, a unit's or a user's included; null for {@code <parent's
 *     path>/<name>} or {@code <cgroup root>/<name>}
 * @param user a name that has not been looked up yet: there is no path until then; else null
 * @param adopted only the listed limits are ours; each goes back to what it was
 * @param limits what is to be set; what is not listed is not touched
 * @param processes existing ones that belong in its child {@code .processes}
 */
public record Cgroup(
    Metadata metadata,
    SourceRef source,
    Dict spec,
    @Nullable String parent,
    @Nullable String path,
    @Nullable String user,
    boolean adopted,
    Limits limits,
    ProcessSelector processes)
    implements Resource {
  static Cgroup of(Metadata metadata, SourceRef source, Dict spec) {
    return new Cgroup(
        metadata,
        source,
        spec,
        spec.text("parent"),
        path(spec),
        isNumber(spec.text("user")) ? null : spec.text("user"),
        spec.text("lifecycle", "managed").equals("adopted"),
        Limits.of(spec),
        ProcessSelector.of(spec.dict("processes")));
  }

  private static @Nullable String path(Dict spec) {
    String unit = spec.text("unit");
    String user = spec.text("user");
    if (unit != null) {
      return UnitPaths.of(unit);
    }
    return user != null && isNumber(user)
        ? UnitPaths.ofUser(Long.parseLong(user))
        : spec.text("path");
  }

  private static boolean isNumber(@Nullable String user) {
    return user != null && Character.isDigit(user.charAt(0));
  }

  @Override
  public Kind kind() {
    return Kind.CGROUP;
  }
}
