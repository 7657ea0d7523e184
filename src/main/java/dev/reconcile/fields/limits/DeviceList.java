package dev.reconcile.fields.limits;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * v1 {@code devices.list}: what a group may do with devices, a line each, and nothing else.
 *
 * <pre>
 *   c 1:3 rwm
 *   b *:* m
 * </pre>
 *
 * A lone {@code a *:* rwm} is everything; denials from that are not shown. Lines of the same device
 * add up.
 *
 * @param all whether everything may be used
 * @param access {@code c 1:3} to some of {@code rwm}, in that order
 */
record DeviceList(boolean all, SortedMap<String, String> access) {
  private static final String ALL = "a *:* rwm";

  /** An empty list, in words: nobody writes nothing. */
  private static final String NOTHING = "nothing";

  private static final String LETTERS = "rwm";

  static final DeviceList EVERYTHING = new DeviceList(true, new TreeMap<>());

  /**
   * One write to one of the two files.
   *
   * @param file {@code devices.allow} or {@code devices.deny}
   * @param rule {@code a}, or a line of the list
   */
  record Write(String file, String rule) {}

  static final String ALLOW = "devices.allow";
  static final String DENY = "devices.deny";

  static DeviceList parse(String text) {
    SortedMap<String, String> access = new TreeMap<>();
    for (String line : text.split("\n", -1)) {
      String rule = line.strip();
      if (rule.equals("a") || rule.equals(ALL)) {
        return EVERYTHING;
      }
      if (!rule.isEmpty() && !rule.equals(NOTHING)) {
        int space = rule.lastIndexOf(' ');
        access.merge(
            rule.substring(0, space), letters(rule.substring(space + 1)), DeviceList::union);
      }
    }
    return new DeviceList(false, access);
  }

  /** The writes that make this of a live list: what is new, then what is too much. */
  List<Write> from(DeviceList live) {
    if (equals(live)) {
      return List.of();
    }
    if (all) {
      return List.of(new Write(ALLOW, "a"));
    }
    List<Write> writes = new ArrayList<>();
    if (live.all) {
      writes.add(new Write(DENY, "a"));
    }
    add(writes, ALLOW, live);
    live.add(writes, DENY, this);
    return writes;
  }

  /** What this has and the other has not. */
  private void add(List<Write> writes, String file, DeviceList other) {
    for (Map.Entry<String, String> rule : access.entrySet()) {
      String more = without(rule.getValue(), other.access.getOrDefault(rule.getKey(), ""));
      if (!more.isEmpty()) {
        writes.add(new Write(file, rule.getKey() + " " + more));
      }
    }
  }

  /** Whether the list shows that a write was taken. */
  boolean shows(Write write) {
    boolean allow = write.file.equals(ALLOW);
    if (write.rule.equals("a")) {
      return allow ? all : !all && access.isEmpty();
    }
    DeviceList rule = parse(write.rule);
    String device = rule.access.firstKey();
    String now = access.getOrDefault(device, "");
    String asked = rule.access.getOrDefault(device, "");
    return allow ? without(asked, now).isEmpty() : without(now, asked).equals(now);
  }

  /** Takes away what is denied, device by device. */
  DeviceList without(DeviceList denied) {
    SortedMap<String, String> rest = new TreeMap<>(access);
    denied.access.forEach(
        (device, letters) ->
            rest.computeIfPresent(
                device,
                (same, now) -> without(now, letters).isEmpty() ? null : without(now, letters)));
    return new DeviceList(false, rest);
  }

  /** Whether a rule here names, among others, a device of another one. */
  boolean overlaps(String device) {
    return access.keySet().stream().anyMatch(rule -> !rule.equals(device) && meets(rule, device));
  }

  private static boolean meets(String a, String b) {
    String[] left = a.split("[ :]", -1);
    String[] right = b.split("[ :]", -1);
    for (int i = 0; i < 3; i++) {
      if (!left[i].equals(right[i]) && !left[i].equals("*") && !right[i].equals("*")) {
        return false;
      }
    }
    return true;
  }

  private static String union(String a, String b) {
    return letters(a + b);
  }

  private static String without(String a, String b) {
    StringBuilder rest = new StringBuilder();
    for (char letter : letters(a).toCharArray()) {
      if (b.indexOf(letter) < 0) {
        rest.append(letter);
      }
    }
    return rest.toString();
  }

  /** In the kernel's order. */
  private static String letters(String text) {
    StringBuilder ordered = new StringBuilder();
    for (char letter : LETTERS.toCharArray()) {
      if (text.indexOf(letter) >= 0) {
        ordered.append(letter);
      }
    }
    return ordered.toString();
  }

  @Override
  public String toString() {
    if (all || access.isEmpty()) {
      return all ? ALL : NOTHING;
    }
    List<String> lines = new ArrayList<>();
    access.forEach((device, letters) -> lines.add(device + " " + letters));
    return String.join("\n", lines);
  }
}
