package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import java.util.List;

/**
 * What the kernel makes of one write to a control file: the text that it reads back, or its errno.
 * Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/*.rst, and tried on a real one.
 */
final class WriteRules {
  private static final long PAGE = 4096;
  private static final long HUGE = Long.MAX_VALUE / PAGE * PAGE;

  private WriteRules() {}

  /** The new content, in a group whose processes are {@code tasks} in number. */
  static String accept(FakeGroup group, String file, String text, int tasks) throws Refused {
    String value = text.strip();
    return switch (file) {
      case "memory.limit_in_bytes" -> {
        long bytes = v1Bytes(value);
        require(bytes <= Long.parseLong(group.file("memory.memsw.limit_in_bytes")));
        yield Long.toString(bytes);
      }
      case "memory.memsw.limit_in_bytes" -> {
        long bytes = v1Bytes(value);
        require(bytes >= Long.parseLong(group.file("memory.limit_in_bytes")));
        yield Long.toString(bytes);
      }
      case "memory.soft_limit_in_bytes" -> Long.toString(v1Bytes(value));
      case "memory.swappiness" -> Long.toString(number(value, 0, 200, Errno.EINVAL));
      case "memory.max",
          "memory.high",
          "memory.low",
          "memory.min",
          "memory.swap.max",
          "memory.swap.high" ->
          v2Bytes(value);
      case "memory.oom.group" -> Long.toString(number(value, 0, 1, Errno.EINVAL));
      case "pids.max" ->
          value.equals("max") ? "max" : Long.toString(number(value, 0, 4_194_304, Errno.EINVAL));
      case "cgroup.max.depth", "cgroup.max.descendants" -> count(value);
      case "cgroup.freeze" -> Long.toString(number(value, 0, 1, Errno.ERANGE));
      case "cpuset.cpus", "cpuset.mems" -> CpusetRules.accept(group, file, value, tasks);
      case "cpuset.cpus.partition" -> {
        require(List.of("member", "root", "isolated").contains(value));
        yield value;
      }
      case "cpu.max",
          "cpu.max.burst",
          "cpu.weight",
          "cpu.idle",
          "cpu.shares",
          "cpu.cfs_quota_us",
          "cpu.cfs_period_us",
          "cpu.cfs_burst_us" ->
          CpuRules.accept(group, file, value);
      default -> throw new Refused(Errno.EACCES);
    };
  }

  static void require(boolean taken) throws Refused {
    if (!taken) {
      throw new Refused(Errno.EINVAL);
    }
  }

  static long number(String text, long min, long max, Errno outside) throws Refused {
    try {
      long number = Long.parseLong(text);
      if (number < min || number > max) {
        throw new Refused(outside);
      }
      return number;
    } catch (NumberFormatException e) {
      throw new Refused(Errno.EINVAL);
    }
  }

  private static long v1Bytes(String text) throws Refused {
    return text.equals("-1")
        ? HUGE
        : Math.min(HUGE, number(text, 0, Long.MAX_VALUE, Errno.EINVAL) / PAGE * PAGE);
  }

  private static String v2Bytes(String text) throws Refused {
    if (text.equals("max")) {
      return "max";
    }
    long bytes = number(text, 0, Long.MAX_VALUE, Errno.EINVAL) / PAGE * PAGE;
    return bytes >= HUGE ? "max" : Long.toString(bytes);
  }

  private static String count(String text) throws Refused {
    if (text.equals("max")) {
      return "max";
    }
    long count = number(text, 0, Integer.MAX_VALUE, Errno.ERANGE);
    return count == Integer.MAX_VALUE ? "max" : Long.toString(count);
  }
}
