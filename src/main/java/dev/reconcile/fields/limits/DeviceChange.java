package dev.reconcile.fields.limits;

import java.util.ArrayList;
import java.util.List;

/**
 * One change to v1's {@code devices.list}. That file is only read; each rule goes into one of two
 * others, one write(2) a rule. Several changes make one text, and so one step of a plan:
 *
 * <pre>
 *   deny a
 *   allow c 1:3 rwm
 * </pre>
 *
 * @param allow whether it goes to {@code devices.allow} or to {@code devices.deny}
 * @param rule {@code a} for everything, or a line of the list
 */
public record DeviceChange(boolean allow, String rule) {
  /** What the changes are made to. */
  public static final String FILE = "devices.list";

  static final String ALL = "a";

  /** The one change that makes a group like a parent who may have everything. */
  static final String EVERYTHING = "allow a";

  private static final String ALLOW = "allow ";
  private static final String DENY = "deny ";

  /** Where it is written. */
  public String file() {
    return allow ? "devices.allow" : "devices.deny";
  }

  /** The same as several rules, with one kind of access each. */
  public List<String> letterByLetter() {
    int space = rule.lastIndexOf(' ');
    List<String> rules = new ArrayList<>();
    for (char letter : rule.substring(space + 1).toCharArray()) {
      rules.add(rule.substring(0, space + 1) + letter);
    }
    return rules;
  }

  static String text(List<DeviceChange> changes) {
    StringBuilder text = new StringBuilder();
    for (DeviceChange change : changes) {
      text.append(text.isEmpty() ? "" : "\n");
      text.append(change.allow ? ALLOW : DENY).append(change.rule);
    }
    return text.toString();
  }

  /**
   * Parses such a text.
   *
   * @throws IllegalArgumentException for anything else
   */
  public static List<DeviceChange> parse(String text) {
    List<DeviceChange> changes = new ArrayList<>();
    for (String line : text.split("\n", -1)) {
      if (line.startsWith(ALLOW)) {
        changes.add(new DeviceChange(true, line.substring(ALLOW.length())));
      } else if (line.startsWith(DENY)) {
        changes.add(new DeviceChange(false, line.substring(DENY.length())));
      } else {
        throw new IllegalArgumentException("not a change of devices: " + line);
      }
    }
    return changes;
  }
}
