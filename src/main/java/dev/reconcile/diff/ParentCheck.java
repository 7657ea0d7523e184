package dev.reconcile.diff;

import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.fields.limits.IndexListCodec;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.CpuAmount;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Limits that v1 refuses because of the groups above or below: it takes no child that has more than
 * its parent. (v2 takes it, and the smaller one counts.)
 */
final class ParentCheck {
  private static final String CPU_MAX = "cpu.max";
  private static final String DEVICES = "devices.default";

  private final Scene scene;
  private final Resource resource;
  private final String path;
  private final Limits wanted;
  private final Refusals refusals;

  private ParentCheck(Scene scene, Resource resource, String path, Refusals refusals) {
    this.scene = scene;
    this.resource = resource;
    this.path = path;
    this.wanted = WantedLimits.listed(resource);
    this.refusals = refusals;
  }

  static void check(Scene scene, Resource resource, String path, Refusals refusals) {
    ParentCheck check = new ParentCheck(scene, resource, path, refusals);
    if (path.equals("/")) {
      return;
    }
    if (check.isV1("cpuset")) {
      Cpuset.BOTH.forEach(check::cpuset);
    }
    if (check.isV1("cpu")) {
      check.quota();
      check.realtime();
    }
    if (check.isV1("devices")) {
      check.devices();
    }
  }

  private boolean isV1(String controller) {
    Hierarchy at = scene.host().of(controller);
    return at != null && at.version() == 1;
  }

  private void cpuset(String field) {
    String own = wanted.values().get(field);
    String above = scene.cpuset(CgroupPaths.parent(path), field);
    if (own != null && above != null && !IndexListCodec.contains(above, own)) {
      refuse(field, field + " " + own + " is not within the " + above + " of");
    }
  }

  private void quota() {
    String own = wanted.values().get(CPU_MAX);
    if (own == null || own.equals("max")) {
      return;
    }
    for (String at = path; !at.equals("/"); ) {
      at = CgroupPaths.parent(at);
      String above = WantedLimits.listed(scene.cgroupAt(at)).values().get(CPU_MAX);
      if (above != null && !above.equals("max")) {
        if (CpuAmount.parse(own).millis() > CpuAmount.parse(above).millis()) {
          refuse(CPU_MAX, CPU_MAX + " " + own + " is more than the " + above + " of");
        }
        return;
      }
    }
  }

  /** Siblings' shares add up. */
  private void realtime() {
    double own = Realtime.share(wanted);
    Resource parent = scene.cgroupAt(CgroupPaths.parent(path));
    if (own > 0 && parent != null) {
      double total = 0;
      for (Resource sibling : below(CgroupPaths.parent(path))) {
        total += Realtime.share(WantedLimits.listed(sibling));
      }
      double above = Realtime.share(WantedLimits.listed(parent));
      if (total > above + 1e-9) {
        refuse(
            Realtime.RUNTIME,
            "with its siblings it wants "
                + percent(total)
                + " of a processor for real-time tasks, which is more than the "
                + percent(above)
                + " of");
      }
    }
  }

  private static String percent(double share) {
    return Math.round(share * 1000) / 10.0 + "%";
  }

  private List<Resource> below(String parent) {
    List<Resource> below = new ArrayList<>();
    for (Resource other : scene.request().desired().resources().values()) {
      String at = scene.path(other);
      if (at != null && !at.equals("/") && CgroupPaths.parent(at).equals(parent)) {
        below.add(other);
      }
    }
    return below;
  }

  private void refuse(String field, String message) {
    refusals.add(
        resource,
        LimitFindings.field(resource, field),
        message
            + " the group above, "
            + CgroupPaths.parent(path)
            + ", and v1 takes no child that has more; widen that one, or narrow this");
  }

  private boolean listsDevices() {
    for (String field : wanted.values().keySet()) {
      if (field.startsWith("devices.")) {
        return true;
      }
    }
    return false;
  }

  private void devices() {
    boolean listed = listsDevices();
    if (listed && resource instanceof Cgroup cgroup && cgroup.adopted()) {
      refusals.add(
          resource,
          "devices",
          "v1 does not show what an adopted group denies, so it could not be put back; remove"
              + " devices");
    }
    String now = listed ? live() : null;
    boolean inner = now != null && hasChildren();
    boolean denies = !"allow".equals(wanted.values().get(DEVICES));
    if (now != null && inner && now.equals("a *:* rwm") == denies) {
      refusals.add(
          resource,
          LimitFindings.field(resource, DEVICES),
          "v1 cannot change devices.default while there are groups below "
              + path
              + "; delete them first");
    }
  }

  private @Nullable String live() {
    LiveCgroup.Directory directory = directory();
    var reading = directory == null ? null : directory.files().get("devices.list");
    return reading == null ? null : reading.orNull();
  }

  private boolean hasChildren() {
    LiveCgroup.Directory directory = directory();
    return directory != null && !directory.children().isEmpty();
  }

  private LiveCgroup.@Nullable Directory directory() {
    Hierarchy devices = scene.host().of("devices");
    return devices == null ? null : scene.group(path).directories().get(devices.id());
  }
}
