package dev.reconcile.kernel;

import java.util.ArrayList;
import java.util.List;

/** The effective capability set of a process, capabilities(7). */
public final class Capabilities {
  /** By number, as in {@code linux/capability.h}, without {@code CAP_}. */
  private static final List<String> NAMES =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "DAC_READ_SEARCH",
          "FOWNER",
          "FSETID",
          "KILL",
          "SETGID",
          "SETUID",
          "SETPCAP",
          "LINUX_IMMUTABLE",
          "NET_BIND_SERVICE",
          "NET_BROADCAST",
          "NET_ADMIN",
          "NET_RAW",
          "IPC_LOCK",
          "IPC_OWNER",
          "SYS_MODULE",
          "SYS_RAWIO",
          "SYS_CHROOT",
          "SYS_PTRACE",
          "SYS_PACCT",
          "SYS_ADMIN",
          "SYS_BOOT",
          "SYS_NICE",
          "SYS_RESOURCE",
          "SYS_TIME",
          "SYS_TTY_CONFIG",
          "MKNOD",
          "LEASE",
          "AUDIT_WRITE",
          "AUDIT_CONTROL",
          "SETFCAP",
          "MAC_OVERRIDE",
          "MAC_ADMIN",
          "SYSLOG",
          "WAKE_ALARM",
          "BLOCK_SUSPEND",
          "AUDIT_READ",
          "PERFMON",
          "BPF",
          "CHECKPOINT_RESTORE");

  private Capabilities() {}

  /**
   * What {@code /proc/PID/status} lacks on its line {@code CapEff: 000001fffeffffff}: one bit per
   * capability.
   */
  public static List<String> missing(String status) {
    long effective = Long.parseUnsignedLong(field(status, "CapEff:"), 16);
    List<String> missing = new ArrayList<>();
    for (int number = 0; number < NAMES.size(); number++) {
      if ((effective & 1L << number) == 0) {
        missing.add(NAMES.get(number));
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
