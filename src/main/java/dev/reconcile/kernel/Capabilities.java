package dev.reconcile.kernel;

import dev.reconcile.fields.Names;
import java.util.ArrayList;
import java.util.List;

/** The effective capability set of a process, capabilities(7). */
public final class Capabilities {
  private Capabilities() {}

  /**
   * What {@code /proc/PID/status} lacks on its line {@code CapEff: 000001fffeffffff}: one bit per
   * capability.
   */
  public static List<String> missing(String status) {
    long effective = Long.parseUnsignedLong(field(status, "CapEff:"), 16);
    List<String> missing = new ArrayList<>();
    for (int number = 0; number < Names.CAPABILITIES.size(); number++) {
      if ((effective & 1L << number) == 0) {
        missing.add(Names.CAPABILITIES.get(number));
      }
    }
    return missing;
  }

  /** The rest of the line that begins with {@code key}, trimmed; empty when there is none. */
  public static String field(String status, String key) {
    int start = status.startsWith(key) ? 0 : status.indexOf("\n" + key) + 1;
    if (start == 0 && !status.startsWith(key)) {
      return "";
    }
    int end = status.indexOf('\n', start);
    return status.substring(start + key.length(), end < 0 ? status.length() : end).strip();
  }
}
