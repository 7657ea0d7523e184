package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Capabilities;
import dev.reconcile.kernel.process.Processes.ProcessStat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Reads the files of {@code /proc/PID}, proc(5). */
final class ProcFormats {
  /**
   * First column of {@code /proc/PID/limits} to the name of getrlimit(2) without {@code RLIMIT_}.
   */
  private static final Map<String, String> RLIMITS =
      Map.ofEntries(
          Map.entry("Max cpu time", "CPU"),
          Map.entry("Max file size", "FSIZE"),
          Map.entry("Max data size", "DATA"),
          Map.entry("Max stack size", "STACK"),
          Map.entry("Max core file size", "CORE"),
          Map.entry("Max resident set", "RSS"),
          Map.entry("Max processes", "NPROC"),
          Map.entry("Max open files", "NOFILE"),
          Map.entry("Max locked memory", "MEMLOCK"),
          Map.entry("Max address space", "AS"),
          Map.entry("Max file locks", "LOCKS"),
          Map.entry("Max pending signals", "SIGPENDING"),
          Map.entry("Max msgqueue size", "MSGQUEUE"),
          Map.entry("Max nice priority", "NICE"),
          Map.entry("Max realtime priority", "RTPRIO"),
          Map.entry("Max realtime timeout", "RTTIME"));

  /** include/linux/sched.h. */
  private static final long PF_KTHREAD = 0x00200000;

  private static final long PF_EXITING = 0x00000004;

  /** Width of the first column, padded with spaces. */
  private static final int RLIMIT_NAME_WIDTH = 26;

  private ProcFormats() {}

  // 1234 (a b) c) S 1 1234 … 22nd field: start time in clock ticks since boot
  //  (1)    (2)  (3)(4)
  // The name may hold spaces and parentheses: the last closing one ends it.
  static ProcessStat stat(String line) {
    int open = line.indexOf('(');
    int close = line.lastIndexOf(')');
    String[] rest = line.substring(close + 2).strip().split(" ", -1);
    long flags = Long.parseLong(rest[9 - 3]);
    return new ProcessStat(
        Integer.parseInt(line.substring(0, open - 1)),
        Long.parseLong(rest[22 - 3]),
        rest[0].charAt(0),
        Integer.parseInt(rest[4 - 3]),
        line.substring(open + 1, close),
        (flags & PF_KTHREAD) != 0,
        (flags & PF_EXITING) != 0);
  }

  // Uid:	1000	0	0	0    real, effective, saved, file system
  static long effectiveUid(String status) {
    return Long.parseLong(Capabilities.field(status, "Uid:").strip().split("\\s+", -1)[1]);
  }

  // 4:memory:/x            ID:CONTROLLERS:PATH; the path may hold colons
  // 9:name=systemd:/
  // 7:cpu,cpuacct:/a
  // 0::/x                  v2; " (deleted)" at the end when the group is gone
  static SortedMap<String, String> cgroups(String lines) {
    SortedMap<String, String> paths = new TreeMap<>();
    for (String line : lines.split("\n", -1)) {
      String[] parts = line.split(":", 3);
      if (parts.length == 3) {
        paths.put(parts[1].isEmpty() ? "v2" : parts[1], parts[2]);
      }
    }
    return paths;
  }

  // Limit                     Soft Limit           Hard Limit           Units
  // Max open files            20000                20000                files
  static SortedMap<String, String> rlimits(String table) {
    SortedMap<String, String> limits = new TreeMap<>();
    int start = 0;
    for (int end = table.indexOf('\n'); end >= 0; end = table.indexOf('\n', start)) {
      if (end - start > RLIMIT_NAME_WIDTH) {
        String type = RLIMITS.get(table.substring(start, start + RLIMIT_NAME_WIDTH).strip());
        if (type != null) {
          limits.put(type, bounds(table.substring(start + RLIMIT_NAME_WIDTH, end)));
        }
      }
      start = end + 1;
    }
    return Collections.unmodifiableSortedMap(limits);
  }

  private static String bounds(String columns) {
    String from = columns.strip();
    int end = from.indexOf(' ');
    String rest = from.substring(end).strip();
    int restEnd = rest.indexOf(' ');
    return bound(from.substring(0, end))
        + " "
        + bound(restEnd < 0 ? rest : rest.substring(0, restEnd));
  }

  private static String bound(String column) {
    return column.equals("unlimited") ? "max" : column;
  }

  // NSpid:	13059	1
  static List<Integer> namespacePids(String status) {
    List<Integer> pids = new ArrayList<>();
    for (String word : Capabilities.field(status, "NSpid:").split("\\s+", -1)) {
      if (!word.isEmpty()) {
        pids.add(Integer.valueOf(word));
      }
    }
    return pids;
  }

  // mnt:[4026531841]
  static long namespaceInode(String link) {
    return Long.parseLong(link.substring(link.indexOf('[') + 1, link.length() - 1));
  }
}
