package dev.reconcile.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.CgroupHost.Mode;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each captured host is an oddity once met. */
class CapturedHostsTest {
  private static final String CGROUP = "/sys/fs/cgroup";
  private static final List<String> ALL =
      List.of("cpuset", "cpu", "io", "memory", "hugetlb", "pids", "rdma", "misc");

  private static LinuxCgroupFs fs(String name) {
    return new LinuxCgroupFs(HostRoot.captured(Path.of("src/test/resources/hosts", name)));
  }

  private static CgroupHost host(String name) throws KernelException {
    return fs(name).host();
  }

  private static List<String> ids(CgroupHost host) {
    List<String> ids = new ArrayList<>();
    for (Hierarchy hierarchy : host.hierarchies()) {
      ids.add(hierarchy.id());
    }
    return ids;
  }

  private static @Nullable String mountPoint(CgroupHost host, String controller) {
    Hierarchy hierarchy = host.of(controller);
    return hierarchy == null ? null : hierarchy.mountPoint();
  }

  @Test
  void hybridWithSeparateControllers() throws KernelException {
    CgroupHost host = host("hybrid");
    assertEquals(Mode.HYBRID, host.mode());
    assertEquals(
        List.of(
            "cpu",
            "cpuacct",
            "cpuset",
            "memory",
            "devices",
            "freezer",
            "blkio",
            "pids",
            "name=systemd",
            "v2"),
        ids(host));
    assertEquals(CGROUP + "/memory", mountPoint(host, "memory"));
    assertEquals(CGROUP + "/unified", mountPoint(host, "hugetlb"));
  }

  @Test
  void v1Only() throws KernelException {
    CgroupHost host = host("v1");
    assertEquals(Mode.LEGACY, host.mode());
    assertNull(host.unified());
    assertEquals(List.of("cpu", "cpuacct", "memory", "pids"), ids(host));
  }

  @Test
  void v2Only() throws KernelException {
    CgroupHost host = host("v2");
    assertEquals(Mode.UNIFIED, host.mode());
    assertEquals(List.of(new Hierarchy(2, CGROUP, "/", ALL, "")), host.hierarchies());
  }

  @Test
  void systemdHybridHasControllersTogetherAndNoneOnV2() throws KernelException {
    CgroupHost host = host("systemd-hybrid");
    assertEquals(
        List.of("v2", "name=systemd", "cpu,cpuacct", "net_cls,net_prio", "memory", "pids"),
        ids(host));
    assertEquals(CGROUP + "/cpu,cpuacct", mountPoint(host, "cpu"));
    assertEquals(CGROUP + "/cpu,cpuacct", mountPoint(host, "cpuacct"));
    assertEquals(List.of(), host.hierarchies().getFirst().controllers());
  }

  @Test
  void nothingMounted() throws KernelException {
    assertEquals(Mode.NONE, host("no-controllers").mode());
  }

  @Test
  void aCgroupNamespaceShowsAnotherRoot() throws KernelException {
    assertEquals("/../..", host("cgroup-namespace").hierarchies().getFirst().root());
  }

  @Test
  void controllersThatProcCgroupsLeavesOutAreThere() throws KernelException {
    assertEquals(CGROUP, mountPoint(host("linux-7.2"), "memory"));
  }

  @Test
  void mountPointsAreUnescaped() throws KernelException {
    CgroupHost host = host("octal-escapes");
    assertEquals(CGROUP + "/my memory", mountPoint(host, "memory"));
    assertEquals(CGROUP + "/back\\slash", mountPoint(host, "io"));
    assertEquals(CGROUP + "/tab\t", mountPoint(host, "pids"));
  }

  @Test
  void aHierarchyIsOneHoweverOftenItIsMounted() throws KernelException {
    CgroupHost host = host("mounted-twice");
    assertEquals(List.of("memory", "pids"), ids(host));
    assertEquals(CGROUP + "/memory", mountPoint(host, "memory"), "the mount that shows all of it");
    assertEquals("/mnt/pids", mountPoint(host, "pids"), "the mount that is not covered");
    assertNull(mountPoint(host, "freezer"), "covered by the tmpfs above it");
  }

  @Test
  void aHostWithoutProcIsAnError() {
    KernelException failed = assertThrows(KernelException.class, () -> host("no-such-host"));
    assertEquals("ENOENT", failed.errno());
  }

  @Test
  void marksOfAHostThatHidesThemAreUnreadable() throws KernelException {
    LinuxCgroupFs fs = fs("v2");
    Hierarchy v2 = fs.host().hierarchies().getFirst();
    assertInstanceOf(Reading.Unreadable.class, fs.marks(v2, "/"));
  }
}
