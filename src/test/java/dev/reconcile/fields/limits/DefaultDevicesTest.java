package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.model.Limits;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the default list becomes next to a container's own, and below others. */
class DefaultDevicesTest {
  private static final DeviceListCodec V1 = new DeviceListCodec();
  private static final DeviceProgramCodec V2 = new DeviceProgramCodec();

  private static Limits limits(String... fields) {
    Map<String, String> values = new TreeMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      values.put("devices." + fields[i], fields[i + 1]);
    }
    return new Limits(new TreeMap<>(values), new TreeMap<>());
  }

  private static Limits on(Limits listed) {
    return DefaultDevices.on(listed, listed, DefaultDevices.EVERYTHING);
  }

  @Test
  void whoListsNothingHasTheDefaultList() {
    assertEquals(DefaultDevices.LINES, V1.write(on(Limits.NONE), null));
    assertEquals(
        "default deny\nallow " + DefaultDevices.LINES.replace("\n", "\nallow "),
        V2.write(on(Limits.NONE), null));
  }

  @Test
  void whatIsReadBackOfTheDefaultProgramIsWhatIsReadBackOfItsText() {
    String text = String.valueOf(V2.write(on(Limits.NONE), null));
    assertEquals(DeviceRules.readBack(text), V2.readBack(text));
  }

  @Test
  void whatIsListedComesOnTop() {
    Limits both = on(limits("allow", "c 10:229 rw, c 1:3 r"));
    assertEquals("the default list, c 10:229 rw", DefaultDevices.brief(allow(both)));
    Limits none = on(limits("default", "deny"));
    assertEquals("the default list", DefaultDevices.brief(allow(none)));
  }

  @Test
  void whatIsDeniedIsTakenAway() {
    String tun = String.valueOf(V1.write(on(limits("deny", "c 10:200 rw")), null));
    assertEquals(true, tun.contains("c 10:200 m"), tun);
    Limits nodes = on(limits("deny", "b *:* m, c *:* m"));
    String without = DefaultDevices.LINES.replace("b *:* m\nc *:* m\n", "").replace("m", "");
    assertEquals(without, V1.write(nodes, null));
  }

  @Test
  void whoAllowsEverythingNeedsNoList() {
    Limits all = limits("default", "allow");
    assertEquals(all, on(all));
  }

  @Test
  void onV1TheGroupsAboveBoundIt() {
    String above = "b 8:0 rwm\nc 1:3 rw\nc 136:7 rwm";
    Limits bounded = DefaultDevices.on(Limits.NONE, Limits.NONE, above);
    assertEquals("b 8:0 m, c 136:7 rwm, c 1:3 rw", allow(bounded));
    assertEquals("c 1:3 rw", DefaultDevices.within("c 1:* rw", "c *:3 rwm"));
    assertEquals("c 1:3 r", DefaultDevices.within("c 1:3 r", DefaultDevices.EVERYTHING));
  }

  @Test
  void forPeopleItIsOneThing() {
    String fresh =
        DeviceChange.text(DeviceList.parse(DefaultDevices.LINES).from(DeviceList.EVERYTHING));
    assertEquals("deny a, allow the default list", DefaultDevices.brief(fresh));
    assertEquals("allow c 1:3 r", DefaultDevices.brief("allow c 1:3 r"));
    assertEquals("", DefaultDevices.brief(""));
  }

  private static String allow(Limits limits) {
    return limits.values().getOrDefault("devices.allow", "");
  }
}
