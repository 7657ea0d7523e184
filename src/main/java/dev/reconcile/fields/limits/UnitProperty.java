package dev.reconcile.fields.limits;

import java.util.List;

/**
 * How systemd calls what a control file holds, systemd.resource-control(5): a column of {@link
 * LimitTable}. Files without one cannot be set on a systemd unit.
 */
public sealed interface UnitProperty {
  /** Its names; systemd keeps each in a drop-in {@code 50-NAME.conf}. */
  List<String> names();

  /**
   * What {@code systemctl set-property} is told.
   *
   * @param kernel the file's content
   * @throws IllegalArgumentException when systemd cannot keep this value: what is wrong and the
   *     next move
   */
  List<String> assignments(String kernel);

  /** What to say about a file without one. */
  static String missing(String unit, KernelFile file) {
    return unit
        + " is systemd's, which writes its files itself and has no property for v"
        + file.version()
        + " "
        + file.name()
        + "; remove the field, or set it on a Cgroup of your own";
  }

  /**
   * One number or list, as the kernel has it; {@code max} is {@code infinity}, and {@code default
   * 100} is what it is without devices.
   */
  record Same(String name) implements UnitProperty {
    private static final String DEFAULT = "default ";

    @Override
    public List<String> names() {
      return List.of(name);
    }

    @Override
    public List<String> assignments(String kernel) {
      String value = kernel.startsWith(DEFAULT) ? kernel.substring(DEFAULT.length()) : kernel;
      return List.of(name + "=" + (value.equals("max") ? "infinity" : value));
    }
  }

  /** v2 {@code cpu.max}, quota and period in microseconds: {@code 50000 100000}. */
  record CpuQuota() implements UnitProperty {
    private static final String QUOTA = "CPUQuota";
    private static final String PERIOD = "CPUQuotaPeriodSec";

    @Override
    public List<String> names() {
      return List.of(QUOTA, PERIOD);
    }

    @Override
    public List<String> assignments(String kernel) {
      String[] words = kernel.split(" ", -1);
      String period = PERIOD + "=" + words[1] + "us";
      return List.of(QUOTA + "=" + (words[0].equals("max") ? "" : percent(words)), period);
    }

    /** systemd's drop-in has whole percents, so a finer quota would be lost at the next reload. */
    private static String percent(String[] words) {
      long quota = Long.parseLong(words[0]) * 100;
      long period = Long.parseLong(words[1]);
      if (quota % period != 0) {
        throw new IllegalArgumentException(
            "systemd keeps a unit's CPU quota in whole percents; give cpu.max a multiple of 10m");
      }
      return quota / period + "%";
    }
  }
}
