package dev.reconcile.live;

/** What the kernel counts for a group and all that is below it. */
public enum Counter {
  /** CPU time used, nanoseconds. */
  CPU("cpu"),
  /** Part of {@link #CPU} spent in user mode, nanoseconds. */
  CPU_USER("cpuUser"),
  /** Time in which tasks waited for the next period of their quota, nanoseconds. */
  CPU_THROTTLED("cpuThrottled"),
  /** Bytes in use, page cache included. */
  MEMORY("memory"),
  /** The most that {@link #MEMORY} has been. */
  MEMORY_PEAK("memoryPeak"),
  /** Part of {@link #MEMORY} that belongs to no file. */
  MEMORY_ANON("memoryAnon"),
  /** Part of {@link #MEMORY} that caches files. */
  MEMORY_FILE("memoryFile"),
  /** Bytes of swap in use. */
  SWAP("swap"),
  /** Processes that the kernel has killed for want of memory. */
  OOM_KILLS("oomKills"),
  /** Tasks. */
  PIDS("pids"),
  /** Bytes read from block devices. */
  IO_READ("ioRead"),
  /** Bytes written to block devices. */
  IO_WRITTEN("ioWritten"),
  /** Hundredths of a percent of the last ten seconds in which some task waited for CPU. */
  CPU_PRESSURE("cpuPressure"),
  /** As {@link #CPU_PRESSURE}, for memory. */
  MEMORY_PRESSURE("memoryPressure"),
  /** As {@link #CPU_PRESSURE}, for block I/O. */
  IO_PRESSURE("ioPressure");

  private final String label;

  Counter(String label) {
    this.label = label;
  }

  /** As in JSON. */
  public String label() {
    return label;
  }
}
