package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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

  /** kernel: security/device_cgroup.c, dev_exception_add and dev_exception_rm. */
  private static DeviceList take(DeviceList list, DeviceList.Write write) {
    boolean allow = write.file().equals(DeviceList.ALLOW);
    if (write.rule().equals("a")) {
      return allow ? DeviceList.EVERYTHING : DeviceList.parse("");
    }
    return allow
        ? DeviceList.parse(list + "\n" + write.rule())
        : list.without(DeviceList.parse(write.rule()));
  }

  @Property
  void theWritesLeadFromAnyListToAnyOther(
      @ForAll("lists") DeviceList live, @ForAll("lists") DeviceList wanted) {
    DeviceList now = live;
    List<DeviceList.Write> writes = wanted.from(live);
    for (DeviceList.Write write : writes) {
      now = take(now, write);
      assertTrue(now.shows(write), now + " after " + write);
    }
    assertEquals(wanted, now);
    assertEquals(List.of(), wanted.from(now));
  }

  @Property
  void whatIsReadIsWhatWasSaid(@ForAll("lists") DeviceList list) {
    assertEquals(list, DeviceList.parse(list.toString()));
  }
}
