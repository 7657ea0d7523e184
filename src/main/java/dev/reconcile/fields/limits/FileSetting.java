package dev.reconcile.fields.limits;

import dev.reconcile.live.Hierarchy;
import java.util.List;

/**
 * What one control file should say.
 *
 * @param value one write(2), without newline
 * @param expected what the kernel reads back, but for its rounding: see {@link LimitTable#matches}
 * @param fields manifest fields that it carries; {@code raw.FILE} for a raw one
 */
public record FileSetting(
    Hierarchy hierarchy, String file, String value, String expected, List<String> fields) {
  public FileSetting {
    fields = List.copyOf(fields);
  }
}
