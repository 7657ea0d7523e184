package dev.reconcile.limits;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.kernel.cgroup.LinuxCgroupFs;
import dev.reconcile.live.Hierarchy;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Names of what limits name, the first of each that this machine has. Where there is none it is a
 * name that some machine might have: the program says then that this one has not.
 *
 * @param disk a whole block device, {@code MAJOR:MINOR}
 * @param rdmaDevice as in {@code /sys/class/infiniband}
 * @param miscResource as in {@code misc.capacity}
 * @param memoryRegion as in {@code dmem.capacity}
 */
record Parts(String disk, String rdmaDevice, String miscResource, String memoryRegion) {

  static Parts here() {
    return new Parts(
        Disks.first(),
        first(rdmaDevices(), "mlx5_0"),
        counted("misc", "sev"),
        counted("dmem", "vram0"));
  }

  private static Stream<String> rdmaDevices() {
    String[] names = new File("/sys/class/infiniband").list();
    return names == null ? Stream.of() : Arrays.stream(names);
  }

  /** {@code NAME CAPACITY}, a line each, in the root group; of 0 there is none. */
  private static String counted(String controller, String otherwise) {
    try {
      CgroupFs cgroups = new LinuxCgroupFs(HostRoot.LIVE);
      Hierarchy at = cgroups.host().of(controller);
      String text = at == null ? null : cgroups.read(at, "/", controller + ".capacity").orNull();
      Stream<String> lines = text == null ? Stream.of() : text.lines();
      return first(
          lines.filter(line -> !line.endsWith(" 0")).map(line -> line.split(" ", -1)[0]),
          otherwise);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String first(Stream<String> names, String otherwise) {
    return names.sorted().findFirst().orElse(otherwise);
  }
}
