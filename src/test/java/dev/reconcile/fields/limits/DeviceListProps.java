package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.testing.DevicesController;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Rules of v1's devices controller, on a list that takes them as the kernel does. */
final class DeviceListProps {
  @Provide
  Arbitrary<DeviceList> lists() {
    Arbitrary<String> rules =
        Combinators.combine(
                Arbitraries.of("b", "c"),
                Arbitraries.of("1", "8", "*"),
                Arbitraries.of("0", "3", "*"),
                Arbitraries.of("r", "w", "m", "rw", "mr", "rwm"))
            .as((type, major, minor, access) -> type + " " + major + ":" + minor + " " + access);
    Arbitrary<DeviceList> some =
        rules.list().ofMaxSize(5).map(list -> DeviceList.parse(String.join("\n", list)));
    return Arbitraries.oneOf(Arbitraries.just(DeviceList.EVERYTHING), some, some, some);
  }

  @Property
  void theChangesLeadFromAnyListToAnyOther(
      @ForAll("lists") DeviceList live, @ForAll("lists") DeviceList wanted) throws Exception {
    String changes = DeviceChange.text(wanted.from(live));
    String now = changes.isEmpty() ? kernel(live) : changed(kernel(live), changes);
    assertEquals(wanted, DeviceList.parse(now), changes);
    assertEquals(List.of(), wanted.from(DeviceList.parse(now)));
  }

  private static String kernel(DeviceList list) {
    return list.all() || !list.access().isEmpty() ? list.toString() : "";
  }

  private static String changed(String list, String changes) throws Exception {
    return DevicesController.change(list, DefaultDevices.EVERYTHING, false, changes);
  }

  /** The kernel asks for each device and access by itself: so does this. */
  @Property
  void whatIsWithinAListIsWhatBothPermit(
      @ForAll("lists") DeviceList list, @ForAll("lists") DeviceList above) {
    DeviceList both = list.within(above);
    DeviceList either = list.plus(above);
    for (String device : List.of("b 1:0", "b 8:3", "b 9:9", "c 1:3", "c 8:0", "c 9:0")) {
      for (String letter : List.of("r", "w", "m")) {
        boolean one = permits(list, device, letter);
        boolean two = permits(above, device, letter);
        String asked = device + " " + letter + " in " + both + " or " + either;
        assertEquals(one && two, permits(both, device, letter), asked);
        assertEquals(one || two, permits(either, device, letter), asked);
        assertEquals(
            one && !two || isBlurred(list, above),
            permits(list.minus(above), device, letter) || isBlurred(list, above),
            asked);
      }
    }
  }

  private static boolean permits(DeviceList list, String device, String letter) {
    return list.all() || list.overlaps(device, letter) || has(list, device, letter);
  }

  /** What v1 refuses: a rule that is denied in part. */
  private static boolean isBlurred(DeviceList list, DeviceList denied) {
    return list.all()
        || denied.all()
        || denied.access().entrySet().stream()
            .anyMatch(rule -> list.overlaps(rule.getKey(), rule.getValue()));
  }

  private static boolean has(DeviceList list, String device, String letter) {
    return list.access().getOrDefault(device, "").contains(letter);
  }

  @Property
  void whatIsReadIsWhatWasSaid(@ForAll("lists") DeviceList list) {
    assertEquals(list, DeviceList.parse(list.toString()));
  }
}
