package dev.reconcile.live;

import java.util.SortedMap;

/**
 * The {@code status} file of a container directory, as its monitor wrote it last. It records
 * outcomes; that a process runs is believed only when the kernel says so too.
 *
 * @param values the file's {@code key=value} lines
 */
public record MonitorStatus(SortedMap<String, String> values) {
  /** {@code starting running backoff stopping succeeded failed stopped}. */
  public String phase() {
    return values.getOrDefault("phase", "");
  }

  /**
   * A number, 0 when absent or cut off by a host that went down before the file was on its disk.
   */
  public long number(String key) {
    try {
      return Long.parseLong(values.getOrDefault(key, "0"));
    } catch (NumberFormatException torn) {
      return 0;
    }
  }

  /** Whether nothing of the record is missing that says who runs, if anybody. */
  public boolean isWhole() {
    boolean named = values.containsKey("pid") && values.containsKey("starttime");
    return phase().equals("running") ? named : !phase().isEmpty();
  }

  /** Text, empty when absent. */
  public String text(String key) {
    return values.getOrDefault(key, "");
  }
}
