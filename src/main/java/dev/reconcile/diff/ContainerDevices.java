package dev.reconcile.diff;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The default device list, which every container gets as far as its host can tell devices apart and
 * the groups above permit them.
 */
final class ContainerDevices {
  /**
   * bpf(2) of a kernel without programs of groups, without bpf at all, and of a caller who may not:
   * there nobody can hold a container to its devices. Whatever else goes wrong is told.
   */
  private static final Set<String> UNABLE = Set.of("EINVAL", "ENOSYS", "EPERM");

  private final Scene scene;
  private final @Nullable Hierarchy v1;
  private final boolean able;
  private final Map<String, String> permitted = new HashMap<>();

  ContainerDevices(Scene scene) {
    this.scene = scene;
    this.v1 = scene.host().of(1, "devices");
    this.able = v1 != null || hasPrograms();
  }

  private boolean hasPrograms() {
    Hierarchy unified = scene.host().unified();
    Reading<String> program = unified == null ? null : reading("/", unified, DeviceRules.FILE);
    return switch (program) {
      case Reading.Unreadable<String>(String ignored, String why) -> !UNABLE.contains(why);
      case Reading.Present<String> ignored -> true;
      case Reading.Recorded<String> ignored -> true;
      case Reading.Absent<String> ignored -> false;
      case null -> false;
    };
  }

  private @Nullable Reading<String> reading(String path, Hierarchy hierarchy, String file) {
    Directory directory = directory(path, hierarchy);
    return directory == null ? null : directory.files().get(file);
  }

  private @Nullable Directory directory(String path, Hierarchy hierarchy) {
    return scene.group(path).directories().get(hierarchy.id());
  }

  /** The same limits, with the default list. */
  Limits with(Container container, @Nullable String leaf, Limits wanted) {
    Limits listed = container.resources();
    if (!able || leaf == null || (isStuck(leaf) && !DefaultDevices.isListed(listed))) {
      return wanted;
    }
    return DefaultDevices.on(listed, wanted, permitted(CgroupPaths.parent(leaf)));
  }

  /** v1 does not turn a group around that has others below: here those of the container itself. */
  private boolean isStuck(String leaf) {
    Directory directory = v1 == null ? null : directory(leaf, v1);
    if (directory == null || directory.children().isEmpty()) {
      return false;
    }
    Reading<String> list = directory.files().get(DeviceChange.FILE);
    return list != null && DefaultDevices.EVERYTHING.equals(list.orNull());
  }

  /** v1 permits nobody what is not permitted to all groups above. */
  private String permitted(String path) {
    if (v1 == null) {
      return DefaultDevices.EVERYTHING;
    }
    String known = permitted.get(path);
    if (known == null) {
      String own = own(path, v1);
      known =
          path.equals("/") ? own : DefaultDevices.within(own, permitted(CgroupPaths.parent(path)));
      permitted.put(path, known);
    }
    return known;
  }

  /** By its manifest, or as it is: a group without a list of its own has its parent's. */
  private String own(String path, Hierarchy hierarchy) {
    Resource owner = scene.cgroupAt(path);
    Limits listed = WantedLimits.listed(owner);
    if (owner != null && DefaultDevices.isListed(listed)) {
      return DefaultDevices.permitted(listed);
    }
    Reading<String> list = reading(path, hierarchy, DeviceChange.FILE);
    String live = list == null ? null : list.orNull();
    return live == null ? DefaultDevices.EVERYTHING : live;
  }
}
