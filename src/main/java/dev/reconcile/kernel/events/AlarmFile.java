package dev.reconcile.kernel.events;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import java.util.EnumMap;
import java.util.Map;

/** The control files that tell by themselves, and what has to be written to be told. */
public enum AlarmFile {
  /** v2: a line {@code oom_kill N}, the group and all below it; poll(2) tells that it changed. */
  MEMORY_EVENTS("memory.events", ""),
  /**
   * v1: a line {@code oom_kill N}, the group alone. It tells of want of memory in the group or
   * above, a moment before somebody is killed for it (Documentation/admin-guide/cgroup-v1/memory).
   */
  OOM_CONTROL("memory.oom_control", ""),
  /**
   * v2, PSI: some task waited for memory for a tenth of a window. Without CAP_SYS_RESOURCE a window
   * is a multiple of two seconds (Documentation/accounting/psi.rst).
   */
  MEMORY_PRESSURE("memory.pressure", "some 200000 2000000"),
  /** v1: reclaim in the group or below takes so much that swapping or eviction has begun. */
  PRESSURE_LEVEL("memory.pressure_level", "medium,hierarchy"),
  /** v2: {@code populated} and {@code frozen}; poll(2) tells that one changed. */
  CGROUP_EVENTS("cgroup.events", "");

  private final String file;
  private final String request;

  AlarmFile(String file, String request) {
    this.file = file;
    this.request = request;
  }

  /** Its name in the group's directory. */
  public String file() {
    return file;
  }

  /** What is asked for; empty where there is nothing to choose. */
  String request() {
    return request;
  }

  /** Whether it counts kills. */
  public boolean countsKills() {
    return this == MEMORY_EVENTS || this == OOM_CONTROL;
  }

  /** Whether it tells of memory pressure. */
  public boolean tellsPressure() {
    return this == MEMORY_PRESSURE || this == PRESSURE_LEVEL;
  }

  /** Whether it is told through an eventfd that is registered in v1's cgroup.event_control. */
  boolean isByEventfd() {
    return this == OOM_CONTROL || this == PRESSURE_LEVEL;
  }

  /**
   * What this host has, and where. PSI is kept for every group of the unified hierarchy, with or
   * without the memory controller.
   *
   * @param psi whether the kernel keeps it, {@code /proc/pressure}
   */
  public static Map<AlarmFile, Hierarchy> of(CgroupHost host, boolean psi) {
    Map<AlarmFile, Hierarchy> files = new EnumMap<>(AlarmFile.class);
    Hierarchy memory = host.of("memory");
    Hierarchy unified = host.unified();
    if (memory != null) {
      files.put(memory.version() == 2 ? MEMORY_EVENTS : OOM_CONTROL, memory);
    }
    if (unified != null && psi) {
      files.put(MEMORY_PRESSURE, unified);
    } else if (memory != null && memory.version() == 1) {
      files.put(PRESSURE_LEVEL, memory);
    }
    if (unified != null) {
      files.put(CGROUP_EVENTS, unified);
    }
    return files;
  }
}
