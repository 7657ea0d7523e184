package dev.reconcile.model;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where systemd puts a unit in the cgroup tree, systemd.slice(5): {@code a-b.slice} is {@code
 * /a.slice/a-b.slice}, a service or scope is in {@code system.slice}, an instance of a template in
 * a slice of the template's own. Names that cgroupfs has itself get an underscore in front,
 * cg_escape in systemd's src/basic/cgroup-util.c.
 */
public final class UnitPaths {
  private static final String SLICE = ".slice";
  private static final String SYSTEM = "/system.slice/";
  private static final Set<String> TYPES =
      Set.of(SLICE, ".service", ".scope", ".socket", ".mount", ".swap");
  private static final Set<String> FILES = Set.of("notify_on_release", "release_agent", "tasks");
  private static final Set<String> CONTROLLERS =
      Set.of(
          "cpu",
          "cpuacct",
          "cpuset",
          "io",
          "blkio",
          "memory",
          "devices",
          "pids",
          "freezer",
          "hugetlb",
          "net_cls",
          "net_prio",
          "perf_event",
          "rdma",
          "misc",
          "dmem");

  private UnitPaths() {}

  /** What is wrong with a unit's name, with what was expected; null when nothing is. */
  public static @Nullable String problem(String unit) {
    int dot = unit.lastIndexOf('.');
    if (dot <= 0 || !TYPES.contains(unit.substring(dot))) {
      return "expected a unit with its type, such as app.slice or app.service";
    }
    String name = unit.substring(0, dot);
    if (!name.matches("[A-Za-z0-9:_.\\\\@-]+")) {
      return "a unit's name has letters, digits and : _ . \\ @ - alone; escape others as"
          + " systemd-escape does";
    }
    boolean slice = unit.endsWith(SLICE);
    if (slice && name.equals("-")) {
      return "the root slice is the whole tree; name a slice below it";
    }
    if (slice && (name.startsWith("-") || name.endsWith("-") || name.contains("--"))) {
      return "a hyphen in a slice's name stands between two slices; write one that belongs to the"
          + " name as \\x2d";
    }
    return null;
  }

  /** The absolute cgroup path of a unit without a {@link #problem}. */
  public static String of(String unit) {
    if (unit.endsWith(SLICE)) {
      return slice(unit.substring(0, unit.length() - SLICE.length()));
    }
    int at = unit.indexOf('@');
    if (at > 0) {
      // systemd escapes a template's hyphens: they are no slices of their own.
      String template = unit.substring(0, at).replace("-", "\\x2d");
      return slice("system-" + template) + "/" + escape(unit);
    }
    return SYSTEM + escape(unit);
  }

  /** The slice of a user's sessions and services. */
  public static String ofUser(long uid) {
    return slice("user-" + uid);
  }

  private static String slice(String name) {
    StringBuilder path = new StringBuilder();
    for (int end = name.indexOf('-'); ; end = name.indexOf('-', end + 1)) {
      String part = end < 0 ? name : name.substring(0, end);
      path.append('/').append(escape(part + SLICE));
      if (end < 0) {
        return path.toString();
      }
    }
  }

  private static String escape(String name) {
    int dot = name.indexOf('.');
    String prefix = dot < 0 ? name : name.substring(0, dot);
    boolean taken =
        name.startsWith("_")
            || name.startsWith(".")
            || FILES.contains(name)
            || prefix.equals("cgroup")
            || CONTROLLERS.contains(prefix);
    return taken ? "_" + name : name;
  }
}
