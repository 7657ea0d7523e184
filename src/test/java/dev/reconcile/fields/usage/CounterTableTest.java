package dev.reconcile.fields.usage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Counter;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

class CounterTableTest {
  private static final CgroupHost V1 =
      new CgroupHost(
          List.of(hierarchy(1, "cpu", "cpuacct"), hierarchy(1, "memory"), hierarchy(1, "blkio")));
  private static final CgroupHost V2 =
      new CgroupHost(List.of(hierarchy(2, "cpu", "io", "memory", "pids")));

  private static Hierarchy hierarchy(int version, String... controllers) {
    return new Hierarchy(
        version, "/sys/fs/cgroup/" + controllers[0], "/", List.of(controllers), "");
  }

  @Test
  void v1CountsInNanosecondsAndTicks() {
    assertEquals(Reading.of(1234567890L), read(V1, Counter.CPU, "1234567890"));
    assertEquals(Reading.of(150_000_000L), read(V1, Counter.CPU_USER, "user 15\nsystem 3"));
    assertEquals(
        Reading.of(77L),
        read(V1, Counter.CPU_THROTTLED, "nr_periods 9\nnr_throttled 2\nthrottled_time 77"));
  }

  @Test
  void v2CountsInMicroseconds() {
    String stat = "usage_usec 2500\nuser_usec 1000\nsystem_usec 1500\nthrottled_usec 7";
    assertEquals(Reading.of(2_500_000L), read(V2, Counter.CPU, stat));
    assertEquals(Reading.of(1_000_000L), read(V2, Counter.CPU_USER, stat));
    assertEquals(Reading.of(7_000L), read(V2, Counter.CPU_THROTTLED, stat));
  }

  @Test
  void memoryIsTheTreesNotTheGroupsOwn() {
    assertEquals(Reading.of(9L), read(V1, Counter.MEMORY_ANON, "rss 4\ntotal_rss 9"));
    assertEquals(Reading.of(4L), read(V2, Counter.MEMORY_ANON, "anon 4\nanon_thp 9"));
    assertEquals(Reading.of(3L), read(V1, Counter.OOM_KILLS, "under_oom 0\noom_kill 3"));
    assertEquals(
        Reading.of(2L), read(V2, Counter.OOM_KILLS, "low 0\noom 5\noom_kill 2\noom_group_kill 1"));
  }

  @Test
  void ioIsTheSumOverDevices() {
    String v1 = "254:0 Read 10\n254:0 Write 20\n254:16 Read 5\n254:0 Total 30\nTotal 35";
    assertEquals(Reading.of(15L), read(V1, Counter.IO_READ, v1));
    assertEquals(Reading.of(20L), read(V1, Counter.IO_WRITTEN, v1));
    String v2 = "254:0 rbytes=10 wbytes=20 rios=1 wios=2\n254:16 \n7:0 rbytes=5 wbytes=0";
    assertEquals(Reading.of(15L), read(V2, Counter.IO_READ, v2));
    assertEquals(Reading.of(0L), read(V2, Counter.IO_READ, ""));
  }

  @Test
  void pressureIsInHundredthsOfAPercent() {
    String text = "some avg10=12.34 avg60=0.00 avg300=0.00 total=1\nfull avg10=0.00 total=0";
    assertEquals(Reading.of(1234L), read(V2, Counter.CPU_PRESSURE, text));
    assertNull(CounterTable.file(Counter.CPU_PRESSURE, V1));
  }

  @Test
  void whatIsNotCountedIsAbsentAndWhatIsNoNumberIsUnreadable() {
    assertEquals(Reading.absent(), read(V2, Counter.CPU_THROTTLED, "usage_usec 1"));
    assertInstanceOf(Reading.Unreadable.class, read(V2, Counter.MEMORY, "many"));
    Reading<String> denied = new Reading.Unreadable<>("memory.current", "EACCES");
    CounterFile file = CounterTable.file(Counter.MEMORY, V2);
    assertNotNull(file);
    assertInstanceOf(Reading.Unreadable.class, CounterTable.parse(file, "it", denied));
    assertEquals(Reading.absent(), CounterTable.parse(file, "it", Reading.absent()));
  }

  private static Reading<Long> read(CgroupHost host, Counter counter, String text) {
    CounterFile file = CounterTable.file(counter, host);
    assertNotNull(file);
    return CounterTable.parse(file, file.name(), Reading.of(text));
  }
}
