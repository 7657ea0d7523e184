package dev.reconcile.fields.limits;

import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The devices that every container may use: runc's list (libcontainer/specconv, {@code
 * AllowedDevices}). Nodes of any device may be made, since having one is not opening it; null,
 * zero, full, random, urandom, tty, ptmx, pseudo terminals and tun may be used. As in runc, what a
 * container lists comes on top.
 */
public final class DefaultDevices {
  private static final DeviceList LIST =
      DeviceList.parse(
          """
          b *:* m
          c *:* m
          c 1:3 rwm
          c 1:5 rwm
          c 1:7 rwm
          c 1:8 rwm
          c 1:9 rwm
          c 5:0 rwm
          c 5:2 rwm
          c 10:200 rwm
          c 136:* rwm
          """);

  /** As v1's {@code devices.list} reads back. */
  static final String LINES = LIST.toString();

  /** As a value of {@code devices.allow}. */
  static final String ALLOW = LINES.replace("\n", ", ");

  /** What v1's {@code devices.list} says of a group that may use everything. */
  public static final String EVERYTHING = DeviceList.EVERYTHING.toString();

  /** What people call it. */
  public static final String NAME = "the default list";

  private static final String RULE = "allow ";

  private DefaultDevices() {}

  /** Whether any of the three fields is among them. */
  public static boolean isListed(Limits limits) {
    SortedMap<String, String> values = limits.values();
    return values.containsKey(DeviceListCodec.DEFAULT)
        || values.containsKey(DeviceListCodec.ALLOW)
        || values.containsKey(DeviceListCodec.DENY);
  }

  static boolean isField(String path) {
    return path.equals(DeviceListCodec.DEFAULT)
        || path.equals(DeviceListCodec.ALLOW)
        || path.equals(DeviceListCodec.DENY);
  }

  /**
   * A container's limits with the default list: itself where they allow everything.
   *
   * @param listed in the manifest
   * @param wanted these, with what is to be reset
   * @param above what the groups above permit on v1, in the words of {@code devices.list}: a group
   *     that would have more is refused there
   */
  public static Limits on(Limits listed, Limits wanted, String above) {
    if ("allow".equals(listed.values().get(DeviceListCodec.DEFAULT))) {
      return wanted;
    }
    SortedMap<String, String> values = new TreeMap<>(wanted.values());
    values.put(DeviceListCodec.DEFAULT, "deny");
    values.put(DeviceListCodec.ALLOW, allowed(listed, above));
    if (!listed.values().containsKey(DeviceListCodec.DENY)) {
      values.remove(DeviceListCodec.DENY);
    }
    return new Limits(values, wanted.raw());
  }

  private static String allowed(Limits listed, String above) {
    String own = listed.values().getOrDefault(DeviceListCodec.ALLOW, "");
    if (own.isEmpty() && above.equals(EVERYTHING)) {
      return ALLOW;
    }
    DeviceList permitted = LIST.within(DeviceList.parse(above));
    return text(permitted.plus(DeviceList.parse(own.replace(", ", "\n"))));
  }

  private static String text(DeviceList list) {
    return list.all() || !list.access().isEmpty() ? list.toString().replace("\n", ", ") : "";
  }

  /** What two groups permit, one below the other; all in the words of {@code devices.list}. */
  public static String within(String list, String above) {
    return above.equals(EVERYTHING)
        ? list
        : DeviceList.parse(list).within(DeviceList.parse(above)).toString();
  }

  /**
   * What limits permit on v1, in the words of {@code devices.list}; everything for those that v1
   * cannot express, which is refused where they are listed.
   */
  public static String permitted(Limits limits) {
    try {
      String text = new DeviceListCodec().write(limits, null);
      return text == null ? EVERYTHING : text;
    } catch (IllegalArgumentException refused) {
      return EVERYTHING;
    }
  }

  /** What to look at, too, wherever the default list is or may be wanted. */
  public static Limits seen(Limits limits) {
    if (limits.values().containsKey(DeviceListCodec.DEFAULT)) {
      return limits;
    }
    SortedMap<String, String> values = new TreeMap<>(limits.values());
    values.put(DeviceListCodec.DEFAULT, "deny");
    return new Limits(values, limits.raw());
  }

  /** For people: the rules of the default list, where all of them are there, are one. */
  public static String brief(String value) {
    return value.indexOf('\n') < 0
        ? brief(value, ", ", "")
        : brief(value, "\n", RULE).replace("\n", ", ");
  }

  private static String brief(String value, String separator, String verb) {
    List<String> rules = new ArrayList<>(List.of(value.split(separator, -1)));
    List<String> defaults = new ArrayList<>();
    for (String rule : LINES.split("\n", -1)) {
      defaults.add(verb + rule);
    }
    if (!rules.containsAll(defaults)) {
      return value;
    }
    int at = rules.indexOf(defaults.getFirst());
    rules.removeAll(defaults);
    rules.add(Math.min(at, rules.size()), verb + NAME);
    return String.join(separator, rules);
  }
}
