package dev.reconcile.fields.usage;

import static dev.reconcile.fields.usage.CounterFile.CORE;
import static dev.reconcile.fields.usage.CounterFile.v1;
import static dev.reconcile.fields.usage.CounterFile.v2;
import static dev.reconcile.fields.usage.UsageFormats.everyDevice;
import static dev.reconcile.fields.usage.UsageFormats.everyDeviceLine;
import static dev.reconcile.fields.usage.UsageFormats.line;
import static dev.reconcile.fields.usage.UsageFormats.micros;
import static dev.reconcile.fields.usage.UsageFormats.ticks;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Counter;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Every counter and the files that hold it, the preferred one first: a row per counter, as {@link
 * dev.reconcile.fields.limits.LimitTable} has a row per limit. Formats are those of
 * Documentation/admin-guide/cgroup-v2.rst and cgroup-v1/*.rst.
 */
public final class CounterTable {
  private static final Map<Counter, List<CounterFile>> ROWS = rows();

  private CounterTable() {}

  private static Map<Counter, List<CounterFile>> rows() {
    Map<Counter, List<CounterFile>> rows = new EnumMap<>(Counter.class);
    String io = "blkio.throttle.io_service_bytes_recursive";
    row(
        rows,
        Counter.CPU,
        v1("cpuacct", "cpuacct.usage", UsageFormats::number),
        // Kept for every v2 group, with or without the controller.
        v2(CORE, "cpu.stat", micros("usage_usec")));
    row(
        rows,
        Counter.CPU_USER,
        v1("cpuacct", "cpuacct.stat", ticks("user")),
        v2(CORE, "cpu.stat", micros("user_usec")));
    row(
        rows,
        Counter.CPU_THROTTLED,
        v1("cpu", "cpu.stat", line("throttled_time")),
        v2("cpu", "cpu.stat", micros("throttled_usec")));
    row(
        rows,
        Counter.MEMORY,
        v1("memory", "memory.usage_in_bytes", UsageFormats::number),
        v2("memory", "memory.current", UsageFormats::number));
    row(
        rows,
        Counter.MEMORY_PEAK,
        v1("memory", "memory.max_usage_in_bytes", UsageFormats::number),
        v2("memory", "memory.peak", UsageFormats::number));
    row(
        rows,
        Counter.MEMORY_ANON,
        v1("memory", "memory.stat", line("total_rss")),
        v2("memory", "memory.stat", line("anon")));
    row(
        rows,
        Counter.MEMORY_FILE,
        v1("memory", "memory.stat", line("total_cache")),
        v2("memory", "memory.stat", line("file")));
    row(
        rows,
        Counter.SWAP,
        v1("memory", "memory.stat", line("total_swap")),
        v2("memory", "memory.swap.current", UsageFormats::number));
    row(
        rows,
        Counter.OOM_KILLS,
        v1("memory", "memory.oom_control", line("oom_kill")).withoutThoseBelow(),
        v2("memory", "memory.events", line("oom_kill")));
    row(
        rows,
        Counter.PIDS,
        v1("pids", "pids.current", UsageFormats::number),
        v2("pids", "pids.current", UsageFormats::number));
    row(
        rows,
        Counter.IO_READ,
        v1("blkio", io, everyDeviceLine("Read")),
        v2("io", "io.stat", everyDevice("rbytes")));
    row(
        rows,
        Counter.IO_WRITTEN,
        v1("blkio", io, everyDeviceLine("Write")),
        v2("io", "io.stat", everyDevice("wbytes")));
    row(rows, Counter.CPU_PRESSURE, v2(CORE, "cpu.pressure", UsageFormats::pressure));
    row(rows, Counter.MEMORY_PRESSURE, v2(CORE, "memory.pressure", UsageFormats::pressure));
    row(rows, Counter.IO_PRESSURE, v2(CORE, "io.pressure", UsageFormats::pressure));
    return rows;
  }

  private static void row(
      Map<Counter, List<CounterFile>> rows, Counter counter, CounterFile... files) {
    rows.put(counter, List.of(files));
  }

  /** The file that this host has; null when it does not count that. */
  public static @Nullable CounterFile file(Counter counter, CgroupHost host) {
    for (CounterFile file : ROWS.getOrDefault(counter, List.of())) {
      Hierarchy hierarchy = file.hierarchy(host);
      if (hierarchy != null) {
        return file;
      }
    }
    return null;
  }

  /** What a file's content says. */
  public static Reading<Long> parse(CounterFile file, String what, Reading<String> text) {
    return switch (text) {
      case Reading.Present<String>(String content) -> parse(file, what, content);
      case Reading.Recorded<String>(String content) -> parse(file, what, content);
      case Reading.Absent<String> ignored -> Reading.absent();
      case Reading.Unreadable<String>(String path, String why) ->
          new Reading.Unreadable<>(path, why);
    };
  }

  private static Reading<Long> parse(CounterFile file, String what, String content) {
    try {
      long number = file.parser().applyAsLong(content);
      return number == UsageFormats.NONE ? Reading.absent() : Reading.of(number);
    } catch (NumberFormatException odd) {
      return new Reading.Unreadable<>(what, "not a number where one was expected");
    }
  }
}
