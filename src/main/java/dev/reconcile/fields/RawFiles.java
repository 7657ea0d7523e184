package dev.reconcile.fields;

import dev.reconcile.fields.limits.LimitField;
import dev.reconcile.fields.limits.LimitTable;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which kernel files {@code raw} takes. Sources: Documentation/admin-guide/cgroup-v2.rst and
 * cgroup-v1/*.rst.
 */
public final class RawFiles {
  private static final Set<String> MEMBERSHIP =
      Set.of("cgroup.procs", "cgroup.threads", "tasks", "cgroup.subtree_control", "cgroup.type");

  /** Of v1 alone, and not limits: cgroups(7). */
  private static final Map<String, String> HOUSEKEEPING =
      Map.of(
          "notify_on_release",
          "it calls a release agent, which runs as root on the host; remove it",
          "cgroup.clone_children",
          "a new group has its cpuset from the fields of cpuset; remove it");

  private static final Set<String> WRITE_ONLY =
      Set.of(
          "cgroup.kill",
          "memory.reclaim",
          "memory.force_empty",
          "cgroup.event_control",
          "devices.allow",
          "devices.deny",
          "blkio.reset_stats");

  private static final Set<String> READ_ONLY =
      Set.of(
          "cgroup.controllers",
          "cgroup.sane_behavior",
          "devices.list",
          "freezer.self_freezing",
          "freezer.parent_freezing",
          "net_prio.prioidx",
          "cpuacct.stat",
          "memory.pressure_level",
          "misc.capacity",
          "dmem.capacity");

  /** The last part of names that only tell something, or forget what they told when written. */
  private static final List<String> READ_ONLY_ENDINGS =
      List.of(
          ".stat",
          ".stat.local",
          ".current",
          ".events",
          ".events.local",
          ".peak",
          ".numa_stat",
          ".effective",
          ".effective_cpus",
          ".effective_mems",
          ".usage_in_bytes",
          ".max_usage_in_bytes",
          ".failcnt",
          ".pressure",
          ".isolated",
          ".memory_pressure");

  private static final List<String> READ_ONLY_BEGINNINGS =
      List.of(
          "cpuacct.usage",
          "blkio.throttle.io_service",
          "blkio.throttle.io_serviced",
          "blkio.bfq.io_");

  private RawFiles() {}

  /** Why a file is refused; null when it is taken. */
  public static @Nullable String refusal(String file) {
    if (!file.matches("[a-zA-Z0-9_.-]+") || file.startsWith(".")) {
      return "expected the name of a cgroup file such as memory.oom.group, not "
          + Scalars.quote(file);
    }
    if (file.equals("release_agent") || file.equals("cgroup.release_agent")) {
      return "a release agent runs as root on the host; remove it";
    }
    if (MEMBERSHIP.contains(file)) {
      return "who is in which cgroup is not for raw; remove it";
    }
    String housekeeping = HOUSEKEEPING.get(file);
    if (housekeeping != null) {
      return housekeeping;
    }
    if (WRITE_ONLY.contains(file)) {
      return "the kernel lets nobody read it back; remove it";
    }
    if (readOnly(file)) {
      return "the kernel sets it, nobody else; remove it";
    }
    String field = field(file);
    return field == null ? null : "it has a field; use " + field;
  }

  private static boolean readOnly(String file) {
    if (READ_ONLY.contains(file)) {
      return true;
    }
    for (String ending : READ_ONLY_ENDINGS) {
      if (file.endsWith(ending)) {
        return true;
      }
    }
    for (String beginning : READ_ONLY_BEGINNINGS) {
      if (file.startsWith(beginning)) {
        return true;
      }
    }
    return false;
  }

  private static @Nullable String field(String file) {
    LimitField limit = LimitTable.fieldOf(file);
    return limit == null ? null : limit.path();
  }
}
