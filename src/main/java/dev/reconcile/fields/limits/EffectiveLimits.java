package dev.reconcile.fields.limits;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.model.ByteSize;
import dev.reconcile.model.CpuAmount;
import dev.reconcile.model.Limits;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What really bounds a group: a limit set higher up cannot be exceeded lower down, whatever is
 * written there.
 */
public final class EffectiveLimits {
  /**
   * Ceilings that add up over the tree; none of them names a device or another part of the host.
   */
  private static final List<String> CEILINGS =
      List.of("cpu.max", "memory.max", "memory.swapMax", "pids.max");

  private static final String UNLIMITED = "max";

  private EffectiveLimits() {}

  /**
   * A ceiling and whose it is.
   *
   * @param value neutral and canonical
   * @param path of the group, at or above the one that it bounds, that has it
   */
  public record Ceiling(String value, String path) {}

  /** What must have been read of the group and of each group above it. */
  public static Limits toRead(CgroupHost host) {
    SortedMap<String, String> values = new TreeMap<>();
    for (String field : CEILINGS) {
      values.put(field, UNLIMITED);
    }
    Limits all = new Limits(values, new TreeMap<>());
    for (LimitProblem problem : LimitMapping.of(host, HostParts.UNSEEN, all).problems()) {
      values.remove(problem.field());
    }
    return new Limits(values, new TreeMap<>());
  }

  /**
   * The tightest ceiling by field; fields that nothing bounds are left out.
   *
   * @param upwards the group, its parent, and so on to the root
   */
  public static SortedMap<String, Ceiling> of(CgroupHost host, List<LiveCgroup> upwards) {
    LimitMapping mapping = LimitMapping.of(host, HostParts.UNSEEN, toRead(host));
    SortedMap<String, Ceiling> tightest = new TreeMap<>();
    for (LiveCgroup group : upwards) {
      mapping
          .values(group)
          .forEach(
              (field, value) -> {
                Ceiling known = tightest.get(field);
                if (!value.equals(UNLIMITED)
                    && (known == null || amount(field, value) < amount(field, known.value))) {
                  tightest.put(field, new Ceiling(value, group.path()));
                }
              });
    }
    return tightest;
  }

  private static long amount(String field, String value) {
    if (field.startsWith("memory.")) {
      return ByteSize.parse(value).bytes();
    }
    return field.startsWith("cpu.") ? CpuAmount.parse(value).millis() : Long.parseLong(value);
  }
}
