package dev.reconcile.testing;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.DeviceChange;
import java.util.ArrayList;
import java.util.List;

/**
 * v1's devices controller as far as its list shows it: what the kernel makes of rules
 * (security/device_cgroup.c), in the order in which they came.
 */
public final class DevicesController {
  private DevicesController() {}

  /** What the kernel answers to a rule that it does not take. */
  public static final class RefusedException extends Exception {
    private static final long serialVersionUID = 1;

    RefusedException(String errno) {
      super(errno);
    }
  }

  /**
   * The list of a group after some changes.
   *
   * @param above the parent's list
   * @param inner whether it has groups below
   */
  public static String change(String list, String above, boolean inner, String changes)
      throws RefusedException {
    String now = list;
    for (DeviceChange change : DeviceChange.parse(changes)) {
      now = change(now, above, inner, change);
    }
    return now;
  }

  private static String change(String list, String above, boolean inner, DeviceChange change)
      throws RefusedException {
    boolean all = list.equals(DefaultDevices.EVERYTHING);
    if (change.rule().equals("a")) {
      require(!inner, "EINVAL");
      require(!change.allow() || above.equals(DefaultDevices.EVERYTHING), "EPERM");
      return change.allow() ? DefaultDevices.EVERYTHING : "";
    }
    require(!change.allow() || covers(above, change.rule()), "EPERM");
    // Exceptions from "everything" are not shown.
    return all ? list : merged(list, change);
  }

  private static String merged(String list, DeviceChange change) {
    List<String> lines = new ArrayList<>();
    String device = device(change.rule());
    boolean found = false;
    for (String line : list.lines().toList()) {
      boolean same = device(line).equals(device);
      found |= same;
      String letters = same ? letters(access(line), change) : access(line);
      if (!letters.isEmpty()) {
        lines.add(device(line) + " " + letters);
      }
    }
    if (!found && change.allow()) {
      lines.add(device + " " + letters("", change));
    }
    return String.join("\n", lines);
  }

  private static String letters(String before, DeviceChange change) {
    StringBuilder letters = new StringBuilder();
    for (String letter : List.of("r", "w", "m")) {
      boolean named = access(change.rule()).contains(letter);
      if (change.allow() ? named || before.contains(letter) : before.contains(letter) && !named) {
        letters.append(letter);
      }
    }
    return letters.toString();
  }

  /** One rule of the parent's has to permit all of it. */
  private static boolean covers(String above, String rule) {
    if (above.equals(DefaultDevices.EVERYTHING)) {
      return true;
    }
    String[] asked = rule.split("[ :]", -1);
    return above
        .lines()
        .map(line -> line.split("[ :]", -1))
        .anyMatch(
            has ->
                has[0].equals(asked[0])
                    && (has[1].equals("*") || has[1].equals(asked[1]))
                    && (has[2].equals("*") || has[2].equals(asked[2]))
                    && asked[3].chars().allMatch(letter -> has[3].indexOf(letter) >= 0));
  }

  private static String device(String rule) {
    return rule.substring(0, rule.lastIndexOf(' '));
  }

  private static String access(String rule) {
    return rule.substring(rule.lastIndexOf(' ') + 1);
  }

  private static void require(boolean taken, String errno) throws RefusedException {
    if (!taken) {
      throw new RefusedException(errno);
    }
  }
}
