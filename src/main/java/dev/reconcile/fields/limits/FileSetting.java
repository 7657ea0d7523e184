package dev.reconcile.fields.limits;

import dev.reconcile.live.Hierarchy;
import java.util.List;

/**
 * What one control file should say.
 *
 * @param value one write(2), without newline; of v1's {@code devices.list} a line for each, see
 *     {@link DeviceChange}
 * @param expected what the kernel reads back, but for its rounding: see {@link LimitTable#matches}
 * @param fields manifest fields that it carries; {@code raw.FILE} for a raw one
 * @param narrows v1 refuses it while a child has more, or it needs such a write first: to be
 *     written after what is below
 * @param yields gives up a part of a share that others of the same parent may be waiting for: to be
 *     written before everything else, from the bottom up
 */
public record FileSetting(
    Hierarchy hierarchy,
    String file,
    String value,
    String expected,
    List<String> fields,
    boolean narrows,
    boolean yields) {
  public FileSetting {
    fields = List.copyOf(fields);
  }

  /** {@code memory} of {@code memory.max}; {@code cgroup} for the core of v2. */
  public String controller() {
    int dot = file.indexOf('.');
    return dot < 0 ? file : file.substring(0, dot);
  }

  /** Whether it is of v2's core, which every group has without a controller. */
  public boolean isCore() {
    return controller().equals(KernelFile.CORE);
  }

  /** Whether it stops processes, so that it has to wait until they have been started. */
  public boolean freezes() {
    return fields.contains("frozen") && (value.equals("1") || value.equals("FROZEN"));
  }
}
