package dev.reconcile.fields.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Limits;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What limits name and a host has, or has not. */
class LimitPartsTest {
  private static final CgroupHost V2 =
      new CgroupHost(
          List.of(
              new Hierarchy(
                  2,
                  "/sys/fs/cgroup",
                  "/",
                  List.of("cpuset", "hugetlb", "io", "memory", "rdma"),
                  "")));

  private static final SortedMap<String, String> DISKS =
      new TreeMap<>(Map.of("/dev/vda", "254:0", "/dev/disk/by-id/a", "254:0", "254:0", "254:0"));

  private static final HostParts PARTS = parts();

  private static HostParts parts() {
    Map<HostPart, Reading<SortedMap<String, String>>> parts =
        new EnumMap<>(
            HostParts.of(
                    Map.of(
                        HostPart.CPU,
                        List.of("0", "1"),
                        HostPart.HUGE_PAGE,
                        List.of("2MB", "1GB"),
                        HostPart.RDMA_DEVICE,
                        List.of()))
                .names());
    parts.put(HostPart.BLOCK_DEVICE, Reading.of(DISKS));
    return new HostParts(parts);
  }

  private static Limits limits(String... fields) {
    SortedMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < fields.length; i += 2) {
      values.put(fields[i], fields[i + 1]);
    }
    return new Limits(values, new TreeMap<>());
  }

  private static List<String> problems(Limits limits) {
    return LimitMapping.of(V2, PARTS, limits).problems().stream()
        .map(LimitProblem::message)
        .toList();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "io.max[/dev/vdz].rbps|10M|io.max[/dev/vdz].rbps: this host has no whole block device"
            + " /dev/vdz; it has /dev/disk/by-id/a, /dev/vda, 254:0",
        "cpuset.cpus|0-3,7|cpuset.cpus 0-3,7: this host has no processor 2-3,7; it has 0-1",
        "hugetlb.4Mi.max|8Mi|hugetlb.4Mi.max: this host has no size of huge pages 4MB; it has 1GB,"
            + " 2MB",
        "rdma.mlx5_0.hcaHandle|2|rdma.mlx5_0.hcaHandle: this host has no RDMA device mlx5_0; it has"
            + " none; remove the field"
      })
  void whatIsNotThereIsNamedInOneLine(String field, String value, String message) {
    assertEquals(List.of(message), problems(limits(field, value)));
  }

  @Test
  void twoNamesOfOneDeviceAreOneTooMany() {
    assertEquals(
        List.of("io.max[/dev/vda].rbps and io.max[/dev/disk/by-id/a].rbps name the same; keep one"),
        problems(limits("io.max[/dev/vda].rbps", "1", "io.max[/dev/disk/by-id/a].rbps", "2")));
  }

  @Test
  void whatCouldNotBeReadIsNotTakenForAbsent() {
    HostParts unreadable =
        new HostParts(
            Map.of(HostPart.CPU, new Reading.Unreadable<>("/sys/devices/system/cpu", "EACCES")));
    Limits limits = limits("cpuset.cpus", "0");
    assertEquals(
        List.of(
            "failed to read /sys/devices/system/cpu: EACCES; which processor there is, is not"
                + " known"),
        LimitMapping.of(V2, unreadable, limits).problems().stream()
            .map(LimitProblem::message)
            .toList());
  }

  @Test
  void whatLeftIsUndoneUnlessListedByAnotherNameOrGoneWithItsDevice() {
    Set<String> left =
        Set.of("io.max[254:0].rbps", "io.max[254:0].wbps", "io.max[8:0].rbps", "memory.max");
    assertEquals(
        Set.of("io.max[254:0].wbps", "memory.max"),
        LimitParts.resettable(PARTS, new TreeSet<>(left), limits("io.max[/dev/vda].rbps", "1")));
  }
}
