package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.fields.limits.EffectiveLimits.Ceiling;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class EffectiveLimitsTest {
  private static final CgroupHost V2 =
      new CgroupHost(
          List.of(new Hierarchy(2, "/sys/fs/cgroup", "/", List.of("cpu", "memory", "pids"), "")));

  @Test
  void theTightestWinsWhereverItIs() {
    List<LiveCgroup> upwards =
        List.of(
            group("/app/web", Map.of("memory.max", "134217728", "cpu.max", "50000 100000")),
            group("/app", Map.of("memory.max", "67108864", "cpu.max", "max 100000")),
            group("/", Map.of()));

    assertEquals(
        Map.of(
            "memory.max", new Ceiling("64Mi", "/app"), "cpu.max", new Ceiling("500m", "/app/web")),
        EffectiveLimits.of(V2, upwards));
  }

  @Test
  void ofEqualOnesItIsTheGroupsOwn() {
    List<LiveCgroup> upwards =
        List.of(group("/a/b", Map.of("pids.max", "5")), group("/a", Map.of("pids.max", "5")));

    assertEquals(Map.of("pids.max", new Ceiling("5", "/a/b")), EffectiveLimits.of(V2, upwards));
  }

  @Test
  void onlyWhatTheHostHasIsRead() {
    CgroupHost pids =
        new CgroupHost(List.of(new Hierarchy(1, "/sys/fs/cgroup/pids", "/", List.of("pids"), "")));

    assertEquals(List.of("pids.max"), List.copyOf(EffectiveLimits.toRead(pids).values().keySet()));
  }

  private static LiveCgroup group(String path, Map<String, String> files) {
    TreeMap<String, Reading<String>> texts = new TreeMap<>();
    files.forEach((name, text) -> texts.put(name, Reading.of(text)));
    LiveCgroup.Directory directory =
        new LiveCgroup.Directory(Reading.absent(), texts, Reading.of(List.of()), List.of());
    return new LiveCgroup(path, new TreeMap<>(Map.of("v2", directory)));
  }
}
