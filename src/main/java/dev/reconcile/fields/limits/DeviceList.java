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

  /** What makes this of a live list: what is new, then what is too much; empty when nothing. */
  List<DeviceChange> from(DeviceList live) {
    if (equals(live)) {
      return List.of();
    }
    if (all) {
      return List.of(new DeviceChange(true, DeviceChange.ALL));
    }
    List<DeviceChange> changes = new ArrayList<>();
    if (live.all) {
      changes.add(new DeviceChange(false, DeviceChange.ALL));
    }
    add(changes, true, live);
    live.add(changes, false, this);
    return changes;
  }

  /** What this has and the other has not. */
  private void add(List<DeviceChange> changes, boolean allow, DeviceList other) {
    for (Map.Entry<String, String> rule : access.entrySet()) {
      String more = without(rule.getValue(), other.access.getOrDefault(rule.getKey(), ""));
      if (!more.isEmpty()) {
        changes.add(new DeviceChange(allow, rule.getKey() + " " + more));
      }
    }
  }

  /** Everything that one of the two has. */
  DeviceList plus(DeviceList other) {
    if (all || other.all) {
      return EVERYTHING;
    }
    SortedMap<String, String> sum = new TreeMap<>(access);
    other.access.forEach((device, letters) -> sum.merge(device, letters, DeviceList::union));
    return new DeviceList(false, sum);
  }

  /** What both have, pair by pair of their rules. */
  DeviceList within(DeviceList above) {
    if (all || above.all) {
      return all ? above : this;
    }
    SortedMap<String, String> common = new TreeMap<>();
    for (Map.Entry<String, String> rule : access.entrySet()) {
      for (Map.Entry<String, String> outer : above.access.entrySet()) {
        String letters = without(rule.getValue(), without(LETTERS, outer.getValue()));
        if (!letters.isEmpty() && meets(rule.getKey(), outer.getKey())) {
          common.merge(narrower(rule.getKey(), outer.getKey()), letters, DeviceList::union);
        }
      }
    }
    return new DeviceList(false, common);
  }

  /** Of two sets of devices that meet, what is in both. */
  private static String narrower(String a, String b) {
    String[] left = a.split("[ :]", -1);
    String[] right = b.split("[ :]", -1);
    return left[0]
        + " "
        + (left[1].equals("*") ? right[1] : left[1])
        + ":"
        + (left[2].equals("*") ? right[2] : left[2]);
  }

  /** Without what is denied; of a rule that is denied in part, see {@link #overlaps}. */
  DeviceList minus(DeviceList denied) {
    SortedMap<String, String> rest = new TreeMap<>();
    for (Map.Entry<String, String> rule : access.entrySet()) {
      String letters = rule.getValue();
      for (Map.Entry<String, String> less : denied.access.entrySet()) {
        letters =
            covers(less.getKey(), rule.getKey()) ? without(letters, less.getValue()) : letters;
      }
      if (!letters.isEmpty()) {
        rest.put(rule.getKey(), letters);
      }
    }
    return new DeviceList(false, rest);
  }

  /** Whether a rule here gives some of this access to these devices, and to others besides. */
  boolean overlaps(String device, String letters) {
    for (Map.Entry<String, String> rule : access.entrySet()) {
      boolean wider = meets(rule.getKey(), device) && !covers(device, rule.getKey());
      if (wider && !without(rule.getValue(), letters).equals(rule.getValue())) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(String wide, String narrow) {
    return meets(wide, narrow) && narrower(wide, narrow).equals(narrow);
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
