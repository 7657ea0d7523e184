package dev.reconcile.execute;

import dev.reconcile.fields.Names;
import dev.reconcile.model.ProcessSpec.Capabilities;
import java.util.List;

/** What a container gets without asking, as podman has it. */
final class ContainerDefaults {
  /** Podman's eleven: Docker's fourteen without MKNOD, NET_RAW and AUDIT_WRITE. */
  static final List<String> CAPABILITIES =
      List.of(
          "CHOWN",
          "DAC_OVERRIDE",
          "FOWNER",
          "FSETID",
          "KILL",
          "NET_BIND_SERVICE",
          "SETFCAP",
          "SETGID",
          "SETPCAP",
          "SETUID",
          "SYS_CHROOT");

  /** Host state that leaks through procfs and sysfs; powercap: GHSA-jq35-85cj-fj4p. */
  static final List<String> MASKED_PATHS =
      List.of(
          "/proc/acpi",
          "/proc/interrupts",
          "/proc/kcore",
          "/proc/keys",
          "/proc/latency_stats",
          "/proc/sched_debug",
          "/proc/scsi",
          "/proc/timer_list",
          "/proc/timer_stats",
          "/sys/devices/virtual/powercap",
          "/sys/firmware",
          "/sys/fs/selinux");

  /** Knobs of the host that a process with uid 0 could turn. */
  static final List<String> READONLY_PATHS =
      List.of(
          "/proc/asound", "/proc/bus", "/proc/fs", "/proc/irq", "/proc/sys", "/proc/sysrq-trigger");

  static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private ContainerDefaults() {}

  /**
   * Applies a manifest's changes to the default set.
   *
   * @param missing what we lack ourselves: {@code ALL} means all that we can give
   * @return a mask, bit N for capability N
   */
  static long capabilities(Capabilities changes, List<String> missing) {
    long mask = changes.drop().contains("ALL") ? 0 : mask(CAPABILITIES);
    if (changes.add().contains("ALL")) {
      mask = mask(Names.CAPABILITIES) & ~mask(missing);
    }
    for (String name : changes.drop()) {
      mask &= name.equals("ALL") ? mask : ~Names.capabilityBit(name);
    }
    for (String name : changes.add()) {
      mask |= name.equals("ALL") ? mask : Names.capabilityBit(name);
    }
    return mask;
  }

  private static long mask(List<String> names) {
    long mask = 0;
    for (String name : names) {
      mask |= Names.capabilityBit(name);
    }
    return mask;
  }
}
