package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Limits;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class DeviceProgramCodecTest {
  private static final DeviceProgramCodec CODEC = new DeviceProgramCodec();
  private static final Limits NULL_AND_BLOCKS =
      limits(
          Map.of(
              "devices.default", "deny",
              "devices.allow", "c 1:3 rwm, b *:* m",
              "devices.deny", "b 7:* m"));

  @Test
  void theTextIsWhatTheProgramIsMadeOf() {
    assertEquals(
        "default deny\nallow b *:* m\nallow c 1:3 rwm\ndeny b 7:* m",
        CODEC.write(NULL_AND_BLOCKS, null));
    assertNull(CODEC.write(Limits.NONE, null));
  }

  @Test
  void whatReadsBackIsTheProgramOfThatTextAlone() {
    String text = CODEC.write(NULL_AND_BLOCKS, null);
    assertNotNull(text);
    String held = CODEC.readBack(text);

    assertTrue(CODEC.matches(held, text));
    assertTrue(CODEC.matches(held, held));
    assertFalse(CODEC.matches(DeviceRules.NO_PROGRAM, text));
    assertFalse(CODEC.matches(held, "default deny"));
    assertEquals(DeviceRules.NO_PROGRAM, CODEC.readBack("default allow"));
  }

  @Test
  void withoutV1ItIsOneWriteAndNoneWhenTheProgramIsInForce() {
    CgroupHost v2 =
        new CgroupHost(List.of(new Hierarchy(2, "/sys/fs/cgroup", "/", List.of("cpu"), "")));
    LimitMapping mapping = LimitMapping.of(v2, NULL_AND_BLOCKS);

    assertEquals(List.of(), mapping.problems());
    List<FileSetting> settings = mapping.settings(group(DeviceRules.NO_PROGRAM), false);
    assertEquals(1, settings.size());
    assertEquals(DeviceRules.FILE, settings.getFirst().file());
    String held = settings.getFirst().expected();
    assertEquals(List.of(), mapping.settings(group(held), false));
    assertTrue(LimitTable.matches(2, DeviceRules.FILE, held, held));
    assertFalse(LimitTable.matches(2, DeviceRules.FILE, DeviceRules.NO_PROGRAM, held));
  }

  private static LiveCgroup group(String program) {
    Map<String, Reading<String>> files = Map.of(DeviceRules.FILE, Reading.of(program));
    LiveCgroup.Directory directory =
        new LiveCgroup.Directory(
            Reading.absent(), new TreeMap<>(files), Reading.of(List.of()), List.of());
    return new LiveCgroup("/web", new TreeMap<>(Map.of("v2", directory)));
  }

  private static Limits limits(Map<String, String> values) {
    return new Limits(new TreeMap<>(values), new TreeMap<>());
  }
}
