package dev.reconcile.fields;

import java.util.ArrayList;
import java.util.List;

/**
 * The kernel's names, in the order of their numbers.
 *
 * <p>Sources: signal(7), {@code include/uapi/linux/capability.h}, {@code
 * include/uapi/asm-generic/resource.h}.
 */
public final class Names {
  private static final List<String> STANDARD_SIGNALS =
      List.of(
          "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
          "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
          "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS");

  /** As a C library sees it: the first two of the kernel's are its own. */
  private static final int RTMIN = 34;

  private static final int RTMAX = 64;

  /** The names that {@code kill -l} prints; {@code RTMIN+1} and so on in the middle. */
  public static final List<String> SIGNALS = signals();

  /** The first is number 0. */
  public static final List<String> CAPABILITIES =
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

  /** The first is number 0. */
  public static final List<String> RLIMITS =
      List.of(
          "CPU",
          "FSIZE",
          "DATA",
          "STACK",
          "CORE",
          "RSS",
          "NPROC",
          "NOFILE",
          "MEMLOCK",
          "AS",
          "LOCKS",
          "SIGPENDING",
          "MSGQUEUE",
          "NICE",
          "RTPRIO",
          "RTTIME");

  private Names() {}

  /**
   * The number of a signal in canonical form.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static int signalNumber(String name) {
    int index = SIGNALS.indexOf(name);
    if (index < 0) {
      throw new IllegalArgumentException("expected a signal such as TERM, not '" + name + "'");
    }
    return index < STANDARD_SIGNALS.size() ? index + 1 : index - STANDARD_SIGNALS.size() + RTMIN;
  }

  /**
   * The bit of a capability in a mask, without {@code CAP_}.
   *
   * @throws IllegalArgumentException when there is none of that name
   */
  public static long capabilityBit(String name) {
    int number = CAPABILITIES.indexOf(name);
    if (number < 0) {
      throw new IllegalArgumentException("unknown capability " + name);
    }
    return 1L << number;
  }

  private static List<String> signals() {
    List<String> names = new ArrayList<>(STANDARD_SIGNALS);
    names.add("RTMIN");
    for (int number = RTMIN + 1; number < RTMAX; number++) {
      names.add("RTMIN+" + (number - RTMIN));
    }
    names.add("RTMAX");
    return List.copyOf(names);
  }
}
