package dev.reconcile.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.reconcile.kernel.HostFacts;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.NoV1;
import dev.reconcile.live.Reading;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ControllersTest {
  private static final Hierarchy V2 =
      new Hierarchy(2, "/sys/fs/cgroup", "/", List.of("io", "memory"), "");
  private static final Hierarchy V1_PIDS =
      new Hierarchy(1, "/sys/fs/cgroup/pids", "/", List.of("pids"), "");

  private static HostFacts host(List<Controller> controllers, Hierarchy... hierarchies) {
    return host("quiet", controllers, hierarchies);
  }

  private static HostFacts host(
      String commandLine, List<Controller> controllers, Hierarchy... hierarchies) {
    return new HostFacts(
        Reading.of("6.18"),
        new CgroupHost(List.of(hierarchies)),
        Reading.of(controllers),
        Reading.of(NoV1.of(commandLine)),
        Reading.absent(),
        Reading.absent(),
        Reading.absent(),
        Reading.absent(),
        List.of());
  }

  private static Controller controller(String name, boolean enabled) {
    return new Controller(name, 0, 1, enabled);
  }

  private static String remedy(Controller controller, Hierarchy... hierarchies) {
    return Controllers.remedy(host(List.of(controller), hierarchies), controller);
  }

  @Test
  void whatIsMountedNeedsNothing() {
    assertEquals("", remedy(controller("memory", true), V2));
    assertEquals("", remedy(controller("blkio", true), V2));
    assertEquals(
        "/sys/fs/cgroup", Controllers.where(host(List.of(), V2), controller("blkio", true)));
  }

  @Test
  void onV2AloneItIsHandedDown() {
    assertEquals(
        "+pids in cgroup.subtree_control of all groups above (systemd: Delegate=)",
        remedy(controller("pids", true), V2));
  }

  @Test
  void whatV2DoesNotHaveAndWhatAHybridHostHasNotMountedIsMounted() {
    assertEquals(
        "mount -t cgroup -o net_cls net_cls DIRECTORY", remedy(controller("net_cls", true), V2));
    assertEquals(
        "mount -t cgroup -o cpu cpu DIRECTORY", remedy(controller("cpu", true), V2, V1_PIDS));
  }

  @Test
  void whatWasKeptFromV1AtBootSaysByWhichParameter() {
    Controller netCls = controller("net_cls", true);
    HostFacts facts = host("cgroup_no_v1=all", List.of(netCls), V2);

    assertEquals(
        "no cgroup_no_v1=all on the kernel's command line", Controllers.remedy(facts, netCls));
  }

  @Test
  void aDisabledOneSaysByWhichParameter() {
    assertEquals(
        "no cgroup_disable=memory on the kernel's command line",
        remedy(controller("memory", false), V1_PIDS));
  }

  @Test
  void whatTheKernelWasBuiltWithoutNamesTheOption() {
    HostFacts facts = host(List.of(controller("cpu", true)), V2);

    assertEquals("CONFIG_CGROUP_RDMA", Controllers.notInKernel(facts).get("rdma"));
    assertEquals(null, Controllers.notInKernel(facts).get("cpu"));
    assertEquals(null, Controllers.notInKernel(facts).get("memory"));
  }
}
