package dev.reconcile.diff;

import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.fields.limits.LimitParts;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the kernel should hold for an object: what its manifest lists; every field that we set and
 * that has left the manifest, back at what the kernel gives a new group; the default devices of a
 * container; and on a v1 cpuset, which does not inherit by itself, what the parent has.
 */
final class WantedLimits {
  private static final String SWAP_MAX = "memory.swapMax";
  private static final String DEVICES = "devices.default";
  private static final String MEMSW = "memory.memsw.limit_in_bytes";

  private final Scene scene;
  private final @Nullable Hierarchy cpusetV1;
  private final ContainerDevices devices;
  private final Map<String, Resource> byPath = new HashMap<>();
  private final Map<String, String> inherited = new HashMap<>();

  WantedLimits(Scene scene) {
    this.scene = scene;
    this.devices = new ContainerDevices(scene);
    Hierarchy cpuset = scene.host().of("cpuset");
    this.cpusetV1 = cpuset != null && cpuset.version() == 1 ? cpuset : null;
    scene.request().inventory().entries().forEach((id, entry) -> index(entry.newest()));
    scene.request().desired().resources().values().forEach(this::index);
  }

  private void index(@Nullable Resource resource) {
    String path = resource instanceof Cgroup cgroup ? scene.path(cgroup) : null;
    if (resource != null && path != null) {
      byPath.put(path, resource);
    }
  }

  @Nullable Resource cgroupAt(String path) {
    return byPath.get(path);
  }

  Limits of(Resource resource) {
    Limits listed = listed(resource);
    Set<String> left = new TreeSet<>();
    if (!(resource instanceof Cgroup cgroup && cgroup.adopted())) {
      Entry entry = scene.entry(resource.id());
      if (entry != null) {
        for (Resource version : entry.versions()) {
          left.addAll(listed(version).values().keySet());
        }
      }
      left = LimitParts.resettable(scene.live().parts(), left, listed);
      left.removeIf(this::goes);
    }
    Limits wanted = left.isEmpty() ? listed : LimitMapping.withResets(listed, left);
    String path = scene.path(resource);
    Limits reset = withDevices(path, left, wanted);
    if (resource instanceof Container container) {
      reset = devices.with(container, path, reset);
    }
    Limits taken = path == null ? reset : CpusetResets.acceptable(scene, path, reset);
    return withoutNeedlessSwap(withCpuset(resource, listed, taken));
  }

  /** Devices that are no longer listed: a new group would have what its parent has. */
  private Limits withDevices(@Nullable String path, Set<String> left, Limits wanted) {
    if (path == null || !left.contains(DEVICES)) {
      return wanted;
    }
    for (String at = CgroupPaths.parent(path); !at.equals("/"); at = CgroupPaths.parent(at)) {
      SortedMap<String, String> above = listed(byPath.get(at)).values();
      if (above.containsKey(DEVICES)) {
        SortedMap<String, String> values = new TreeMap<>(wanted.values());
        values.putAll(above.subMap("devices.", "devices/"));
        return new Limits(values, wanted.raw());
      }
    }
    return wanted;
  }

  /** Whether nothing is left to reset, since the controller goes with its hierarchy in this run. */
  private boolean goes(String field) {
    return !scene.forecast().released().isEmpty()
        && !scene.mapping(LimitMapping.withResets(Limits.NONE, Set.of(field))).problems().isEmpty();
  }

  /** What a manifest lists. */
  static Limits listed(@Nullable Resource resource) {
    if (resource instanceof Cgroup cgroup) {
      return cgroup.limits();
    }
    return resource instanceof Container container ? container.resources() : Limits.NONE;
  }

  /** A v1 cpuset without a value of its own has what its parent should have. */
  private Limits withCpuset(Resource resource, Limits listed, Limits wanted) {
    String path = cpusetV1 == null ? null : scene.path(resource);
    if (path == null || (resource instanceof Cgroup cgroup && cgroup.adopted())) {
      return wanted;
    }
    SortedMap<String, String> values = new TreeMap<>(wanted.values());
    for (String file : Cpuset.BOTH) {
      String own = listed.values().get(file);
      boolean inherits = (own == null || own.isEmpty()) && !isUnseen(path, file);
      String above = inherits ? inherited(CgroupPaths.parent(path), file) : null;
      if (above != null) {
        values.put(file, above);
      }
    }
    return new Limits(values, wanted.raw());
  }

  /** Whether the group is there but nobody looked at this file. */
  private boolean isUnseen(String path, String file) {
    Hierarchy cpuset = cpusetV1;
    Directory directory = cpuset == null ? null : scene.group(path).directories().get(cpuset.id());
    return directory != null && !directory.files().containsKey(file);
  }

  /**
   * What a group has or should have, from the nearest one that says so; null when nobody could
   * tell.
   */
  @Nullable String inherited(String path, String file) {
    String key = file + " " + path;
    String known = inherited.get(key);
    if (known == null) {
      known = compute(path, file);
      if (known != null) {
        inherited.put(key, known);
      }
    }
    return known;
  }

  private @Nullable String compute(String path, String file) {
    Resource owner = byPath.get(path);
    String listed = listed(owner).values().get(file);
    if (listed != null && !listed.isEmpty()) {
      return listed;
    }
    boolean ours =
        path.equals(scene.request().cgroupRoot()) || (owner instanceof Cgroup c && !c.adopted());
    String live = ours ? null : live(path, file);
    if (live != null && !live.isEmpty()) {
      return live;
    }
    return path.equals("/") ? whole(file) : inherited(CgroupPaths.parent(path), file);
  }

  /** What the top of a hierarchy will have that is to be mounted; null when it is there. */
  private @Nullable String whole(String file) {
    boolean mounted = scene.live().host().of("cpuset") != null;
    return mounted ? null : Cpuset.all(scene.live().parts(), file);
  }

  private @Nullable String live(String path, String file) {
    Hierarchy cpuset = cpusetV1;
    Directory directory = cpuset == null ? null : scene.group(path).directories().get(cpuset.id());
    Reading<String> reading = directory == null ? null : directory.files().get(file);
    return reading == null ? null : reading.orNull();
  }

  /**
   * Without swap accounting {@code swapMax: 0} holds as long as there is no swap; there is no file
   * to say so.
   */
  private Limits withoutNeedlessSwap(Limits limits) {
    if (!"0".equals(limits.values().get(SWAP_MAX))) {
      return limits;
    }
    Hierarchy memory = scene.host().of("memory");
    if (!"0".equals(limits.values().get(SWAP_MAX)) || memory == null || memory.version() != 1) {
      return limits;
    }
    Directory root = scene.group("/").directories().get(memory.id());
    Reading<String> file = root == null ? null : root.files().get(MEMSW);
    if (!(file instanceof Reading.Absent)) {
      return limits;
    }
    SortedMap<String, String> values = new TreeMap<>(limits.values());
    values.remove(SWAP_MAX);
    return new Limits(values, limits.raw());
  }
}
