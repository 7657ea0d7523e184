package dev.reconcile.engine.status;

import dev.reconcile.fields.limits.EffectiveLimits.Ceiling;
import dev.reconcile.live.Counter;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The part of a {@code status} that says what bounds a group: {@code effective}, limit field to
 * {@code value} and {@code cgroup}, the path of whose it is; and {@code oomKills}.
 */
final class UsageStatus {
  /** Hundredths of a percent: a tenth of the time, as the service's alarm. */
  private static final long PRESSURE = 1_000;

  private UsageStatus() {}

  /**
   * Writes it.
   *
   * @param alive whether there is something that a kill could have hit and left alive
   */
  static void write(StatusWriter status, ObjectUsage usage, boolean alive) {
    status.dict("effective", effective(usage));
    pressure(status, usage);
    Long kills = usage.usage().of(Counter.OOM_KILLS).orNull();
    if (kills == null) {
      return;
    }
    status.number("oomKills", kills);
    if (alive && kills > 0) {
      status.condition(
          "OOMKilled",
          "True",
          "OutOfMemory",
          "the kernel has killed " + kills + " of its processes for want of memory");
    }
  }

  /** The kernel's average sinks by itself once tasks no longer wait; so does the condition. */
  private static void pressure(StatusWriter status, ObjectUsage usage) {
    Long hundredths = usage.usage().of(Counter.MEMORY_PRESSURE).orNull();
    if (hundredths != null && hundredths >= PRESSURE) {
      status.condition(
          "MemoryPressure",
          "True",
          "Stalled",
          "tasks waited for memory in " + hundredths / 100 + " % of the last ten seconds");
    }
  }

  private static SortedMap<String, Value> effective(ObjectUsage usage) {
    SortedMap<String, Value> effective = new TreeMap<>();
    for (Map.Entry<String, Ceiling> ceiling : usage.ceilings().entrySet()) {
      SortedMap<String, Value> entry = new TreeMap<>();
      entry.put("value", new Text(ceiling.getValue().value()));
      entry.put("cgroup", new Text(ceiling.getValue().path()));
      effective.put(ceiling.getKey(), new Dict(entry));
    }
    return effective;
  }
}
