package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import dev.reconcile.model.TimeSpan;
import java.util.Map;
import java.util.TreeMap;

/**
 * v1's real-time bandwidth: so much CPU time in each period for tasks with a real-time policy. A
 * group's share is handed out to the groups below it: theirs together must not be more
 * (Documentation/scheduler/sched-rt-group.rst). A new group has none.
 */
public final class Realtime {
  /** Microseconds in each period. */
  public static final String FILE = "cpu.rt_runtime_us";

  /** What a new group's period is. */
  public static final long DEFAULT_PERIOD = 1_000_000;

  /** Has the share of a group read. */
  public static final Limits WATCHED =
      new Limits(new TreeMap<>(Map.of("cpu.realtime.runtime", "0s")), new TreeMap<>());

  /** How much of each period. */
  public static final String RUNTIME = "cpu.realtime.runtime";

  static final String PERIOD_FILE = "cpu.rt_period_us";
  static final String PERIOD = "cpu.realtime.period";

  private Realtime() {}

  /** Whether a file of this name carries it. */
  public static boolean isFile(String name) {
    return name.equals(FILE) || name.equals(PERIOD_FILE);
  }

  /** Whether these limits say something of it. */
  public static boolean isListed(Limits limits) {
    return limits.values().containsKey(RUNTIME) || limits.values().containsKey(PERIOD);
  }

  /** The share of a processor that limits ask for; 0 when they say nothing. */
  public static double share(Limits limits) {
    String runtime = limits.values().getOrDefault(RUNTIME, "0s");
    String period = limits.values().get(PERIOD);
    double micros = period == null ? DEFAULT_PERIOD : TimeSpan.parse(period).micros();
    return TimeSpan.parse(runtime).micros() / micros;
  }
}
