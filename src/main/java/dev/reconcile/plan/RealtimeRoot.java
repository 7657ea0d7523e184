package dev.reconcile.plan;

import dev.reconcile.diff.Scene;
import dev.reconcile.fields.limits.FileSetting;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The share of real-time CPU time that our cgroup root needs on v1: as much as the groups right
 * below it have together. A new group has none, and no manifest names the root.
 */
final class RealtimeRoot {
  private final Scene scene;
  private final String root;

  RealtimeRoot(Scene scene) {
    this.scene = scene;
    this.root = scene.request().cgroupRoot();
  }

  /** What the root lacks; null when it has enough. */
  @Nullable FileSetting growth() {
    long wanted = micros(true);
    Long now = now();
    return wanted > 0 && (now == null || now < wanted) ? setting(wanted) : null;
  }

  /** What the root has without need; null when nothing, or when something is still to go. */
  @Nullable FileSetting surplus() {
    Long now = now();
    if (now == null || now == 0 || !scene.going().isEmpty()) {
      return null;
    }
    long wanted = micros(false);
    return now > wanted ? setting(wanted) : null;
  }

  /** In each second, of what is wanted and what stays, and until then of what goes. */
  private long micros(boolean withGoing) {
    SortedMap<ResourceId, Resource> all = new TreeMap<>();
    for (Map.Entry<ResourceId, Entry> owned : scene.request().inventory().entries().entrySet()) {
      Resource newest = owned.getValue().newest();
      if (newest != null && (withGoing || !scene.going().containsKey(owned.getKey()))) {
        all.put(owned.getKey(), newest);
      }
    }
    all.putAll(scene.request().desired().resources());
    double share = 0;
    for (Resource resource : all.values()) {
      String path = scene.path(resource);
      if (path != null && !path.equals("/") && CgroupPaths.parent(path).equals(root)) {
        share += Realtime.share(scene.wanted(resource));
      }
    }
    return (long) Math.ceil(share * Realtime.DEFAULT_PERIOD);
  }

  private @Nullable Hierarchy cpu() {
    Hierarchy cpu = root.equals("/") ? null : scene.host().of("cpu");
    return cpu != null && cpu.version() == 1 ? cpu : null;
  }

  private @Nullable Long now() {
    Hierarchy cpu = cpu();
    Directory directory = cpu == null ? null : scene.group(root).directories().get(cpu.id());
    Reading<String> reading = directory == null ? null : directory.files().get(Realtime.FILE);
    String text = reading == null ? null : reading.orNull();
    return text == null ? null : Long.valueOf(text);
  }

  private @Nullable FileSetting setting(long micros) {
    Hierarchy cpu = cpu();
    String value = Long.toString(micros);
    return cpu == null
        ? null
        : new FileSetting(cpu, Realtime.FILE, value, value, List.of(), false, false);
  }
}
