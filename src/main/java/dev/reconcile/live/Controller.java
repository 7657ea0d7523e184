package dev.reconcile.live;

import java.util.ArrayList;
import java.util.List;

/**
 * A row of {@code /proc/cgroups}.
 *
 * @param name kernel name, such as {@code memory}
 * @param hierarchy its number; 0 when it is on v2 or unmounted
 * @param groups how many there are
 * @param enabled false when it was switched off at boot
 */
public record Controller(String name, int hierarchy, int groups, boolean enabled) {
  /**
   * Reads all rows.
   *
   * <pre>
   * #subsys_name	hierarchy	num_cgroups	enabled
   * memory      	5        	12         	1
   * </pre>
   */
  public static List<Controller> table(String procCgroups) {
    List<Controller> controllers = new ArrayList<>();
    for (String line : procCgroups.lines().toList()) {
      String[] cells = line.split("\\s+");
      if (!line.startsWith("#") && cells.length == 4) {
        controllers.add(
            new Controller(
                cells[0],
                Integer.parseInt(cells[1]),
                Integer.parseInt(cells[2]),
                cells[3].equals("1")));
      }
    }
    return controllers;
  }
}
