package dev.reconcile.kernel;

import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.kernel.process.Processes;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Controller;
import dev.reconcile.live.NoV1;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What a host offers to containers, as the kernel tells it; for {@code reconcile host}.
 *
 * @param release {@code /proc/sys/kernel/osrelease}
 * @param cgroups its hierarchies
 * @param controllers rows of {@code /proc/cgroups}
 * @param noV1 what was kept from v1 at boot, {@code /proc/cmdline}
 * @param delegate {@code /sys/kernel/cgroup/delegate}: files that a delegatee may write
 * @param features {@code /sys/kernel/cgroup/features}: mount options that the kernel knows
 * @param namespaces of our own process: what the kernel was built with
 * @param fileSystems {@code /proc/filesystems}, and those that are modules to be loaded on demand
 * @param missingCapabilities that we lack, without {@code CAP_}
 */
public record HostFacts(
    Reading<String> release,
    CgroupHost cgroups,
    Reading<List<Controller>> controllers,
    Reading<NoV1> noV1,
    Reading<List<String>> delegate,
    Reading<List<String>> features,
    Reading<SortedMap<NamespaceType, Long>> namespaces,
    Reading<List<String>> fileSystems,
    List<String> missingCapabilities) {

  /** Reads all of it. */
  public static HostFacts read(HostRoot root, CgroupFs cgroups, Processes processes)
      throws KernelException {
    Reading<String> release = SmallFile.read(root.at("/proc/sys/kernel/osrelease"), String::strip);
    return new HostFacts(
        release,
        cgroups.host(),
        cgroups.controllers(),
        cgroups.noV1(),
        SmallFile.read(root.at("/sys/kernel/cgroup/delegate"), HostFacts::lines),
        cgroups.features(),
        processes.namespaces(0),
        fileSystems(root, release.orNull()),
        processes.missingCapabilities());
  }

  private static Reading<List<String>> fileSystems(HostRoot root, @Nullable String release) {
    Reading<List<String>> known =
        SmallFile.read(root.at("/proc/filesystems"), HostFacts::fileSystems);
    Reading<List<String>> modules =
        SmallFile.read(root.at("/lib/modules/" + release + "/modules.dep"), HostFacts::modules);
    List<String> loaded = known.orNull();
    List<String> loadable = modules.orNull();
    if (loaded == null || loadable == null) {
      return known;
    }
    List<String> all = new ArrayList<>(loaded);
    all.addAll(loadable);
    return Reading.of(List.copyOf(all));
  }

  private static List<String> lines(String text) {
    return text.lines().toList();
  }

  /** {@code nodev\toverlay}, or {@code \text4} for what needs a device. */
  private static List<String> fileSystems(String text) {
    List<String> names = new ArrayList<>();
    for (String line : lines(text)) {
      names.add(line.substring(line.indexOf('\t') + 1));
    }
    return names;
  }

  /** {@code kernel/fs/overlayfs/overlay.ko.xz: kernel/…}: only file systems matter here. */
  private static List<String> modules(String text) {
    List<String> names = new ArrayList<>();
    for (String line : lines(text)) {
      int end = line.indexOf(".ko");
      if (line.startsWith("kernel/fs/") && end > 0) {
        names.add(line.substring(line.lastIndexOf('/', end) + 1, end));
      }
    }
    return names;
  }
}
