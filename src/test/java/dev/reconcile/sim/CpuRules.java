package dev.reconcile.sim;

import static dev.reconcile.sim.WriteRules.number;
import static dev.reconcile.sim.WriteRules.require;

import dev.reconcile.kernel.Errno;
import java.util.List;

/** The cpu controller: weights, and CFS bandwidth, which v1 bounds by the group above. */
final class CpuRules {
  private static final long LEAST_QUOTA = 1000;
  private static final long LEAST_PERIOD = 1000;
  private static final long MOST_PERIOD = 1_000_000;

  private CpuRules() {}

  static String accept(FakeGroup group, String file, String value) throws Refused {
    return switch (file) {
      case "cpu.weight" -> {
        require(!group.file("cpu.idle").equals("1"));
        yield Long.toString(number(value, 1, 10_000, Errno.ERANGE));
      }
      case "cpu.shares" -> {
        require(!group.isRoot() && !group.file("cpu.idle").equals("1"));
        yield Long.toString(
            Math.clamp(number(value, 0, Long.MAX_VALUE, Errno.EINVAL), 2L, 262_144L));
      }
      case "cpu.idle" -> idle(group, number(value, 0, 1, Errno.EINVAL));
      case "cpu.max" -> cpuMax(group, value);
      case "cpu.max.burst", "cpu.cfs_burst_us" -> {
        long burst = number(value, 0, Long.MAX_VALUE, Errno.EINVAL);
        long quota = quota(group);
        require(quota < 0 || burst <= quota);
        yield Long.toString(burst);
      }
      case "cpu.cfs_quota_us" -> {
        long quota = number(value, Long.MIN_VALUE, Long.MAX_VALUE, Errno.EINVAL);
        require(quota < 0 || (quota >= LEAST_QUOTA && quota >= burst(group)));
        yield fits(group, file, Long.toString(Math.max(quota, -1)));
      }
      case "cpu.cfs_period_us" ->
          fits(group, file, Long.toString(number(value, LEAST_PERIOD, MOST_PERIOD, Errno.EINVAL)));
      default -> throw new Refused(Errno.EACCES);
    };
  }

  /** An idle group has a weight that nobody set, and the default one afterwards. */
  private static String idle(FakeGroup group, long idle) {
    if (group.hierarchy.version() == 1) {
      group.files.put("cpu.shares", idle == 1 ? "3" : "1024");
    } else {
      group.files.put("cpu.weight", idle == 1 ? "1" : "100");
    }
    return Long.toString(idle);
  }

  // QUOTA PERIOD; a quota alone keeps the period.
  private static String cpuMax(FakeGroup group, String value) throws Refused {
    List<String> words = ControlFiles.words(value);
    String known = group.file("cpu.max");
    String period = words.size() > 1 ? words.get(1) : known.substring(known.indexOf(' ') + 1);
    number(period, LEAST_PERIOD, MOST_PERIOD, Errno.EINVAL);
    String quota = words.get(0);
    if (!quota.equals("max")) {
      number(quota, Math.max(LEAST_QUOTA, burst(group)), Long.MAX_VALUE, Errno.EINVAL);
    }
    return quota + " " + period;
  }

  private static long burst(FakeGroup group) {
    String file = group.hierarchy.version() == 1 ? "cpu.cfs_burst_us" : "cpu.max.burst";
    return Long.parseLong(group.file(file));
  }

  private static long quota(FakeGroup group) {
    if (group.hierarchy.version() == 1) {
      return Long.parseLong(group.file("cpu.cfs_quota_us"));
    }
    String quota = ControlFiles.words(group.file("cpu.max")).get(0);
    return quota.equals("max") ? -1 : Long.parseLong(quota);
  }

  /** v1: no group may have more of a processor than the nearest bound above it. */
  private static String fits(FakeGroup group, String file, String value) throws Refused {
    String before = group.file(file);
    group.files.put(file, value);
    FakeGroup root = group;
    while (root.parent != null) {
      root = root.parent;
    }
    boolean fits = fitsBelow(root, Double.POSITIVE_INFINITY);
    group.files.put(file, before);
    require(fits);
    return value;
  }

  private static boolean fitsBelow(FakeGroup group, double above) {
    long quota = quota(group);
    double own = (double) quota / Long.parseLong(group.file("cpu.cfs_period_us"));
    if (quota >= 0 && own > above) {
      return false;
    }
    double bound = quota < 0 ? above : own;
    return group.children.values().stream().allMatch(child -> fitsBelow(child, bound));
  }
}
