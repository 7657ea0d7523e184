package dev.reconcile.diff;

import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.CgroupPlaces;
import dev.reconcile.model.Container;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Digests;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.RootfsResolver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request with what follows from it at once: paths, flat root file systems, what goes, wanted
 * limits. The planner looks at the same scene as the differ. Not for use by several threads.
 */
public final class Scene {
  private static final String SUBTREE = "cgroup.subtree_control";

  /** What {@code Delegate=yes} passes on, systemd.resource-control(5). */
  private static final Set<String> SYSTEMD_CONTROLLERS =
      Set.of("cpu", "cpuset", "io", "memory", "pids");

  private final DiffRequest request;
  private final CgroupPaths paths;
  private final CgroupPaths oldPaths;
  private final CgroupPlaces places;
  private final RootfsResolver rootfs;
  private final RootfsResolver oldRootfs;
  private final SortedMap<ResourceId, Entry> going;
  private final HierarchyForecast forecast;
  private final WantedLimits wantedLimits;
  private final Map<ResourceId, Container> effective = new HashMap<>();
  private final IdentityHashMap<Container, String> digests = new IdentityHashMap<>();
  private @Nullable Map<Integer, Cgroup> placements;
  private @Nullable Map<String, Resource> owners;
  private final IdentityHashMap<Resource, Limits> wanted = new IdentityHashMap<>();
  private final Map<Limits, LimitMapping> mappings = new HashMap<>();

  public Scene(DiffRequest request) {
    this.request = request;
    this.paths = new CgroupPaths(request.desired(), request.inventory(), request.cgroupRoot());
    Inventory confirmed = request.inventory().confirmed();
    this.oldPaths = new CgroupPaths(DesiredState.EMPTY, confirmed, request.cgroupRoot());
    this.places = new CgroupPlaces(request.inventory(), request.cgroupRoot());
    this.rootfs = new RootfsResolver(request.desired(), request.inventory());
    this.oldRootfs = new RootfsResolver(DesiredState.EMPTY, confirmed);
    this.going = Going.of(request);
    this.forecast = new HierarchyForecast(request, going);
    this.wantedLimits = new WantedLimits(this);
  }

  /** What was asked. */
  public DiffRequest request() {
    return request;
  }

  /** The host. */
  public LiveState live() {
    return request.live();
  }

  /** Its hierarchies, once those that this run mounts and unmounts are as wanted. */
  public CgroupHost host() {
    return forecast.host();
  }

  /** What is mounted and unmounted. */
  public HierarchyForecast forecast() {
    return forecast;
  }

  /** Owned objects that are to be deleted. */
  public SortedMap<ResourceId, Entry> going() {
    return going;
  }

  /** What we know of an owned object; null when it is not owned. */
  public @Nullable Entry entry(ResourceId id) {
    return request.inventory().entries().get(id);
  }

  /**
   * Where a desired object is to be; null when a parent is missing, for cycles, and for kinds
   * without a path.
   */
  public @Nullable String path(Resource resource) {
    return paths.of(resource);
  }

  /** Where an owned object was, by the inventory alone. */
  public @Nullable String oldPath(Resource resource) {
    return oldPaths.of(resource);
  }

  /**
   * Where a run may have made the group of an owned object, that of the spec that was confirmed
   * last first. Groups that somebody else made are not among it.
   */
  public Set<String> places(Entry entry) {
    Set<String> found = new LinkedHashSet<>();
    for (Resource version : entry.versions()) {
      if (!(version instanceof Cgroup cgroup && cgroup.adopted())) {
        found.addAll(places.of(version));
      }
    }
    return found;
  }

  /**
   * The groups that an object has left behind at places where it is not to be; all that it has when
   * it is not to be anywhere.
   */
  public List<String> left(ResourceId id) {
    Entry entry = entry(id);
    if (entry == null) {
      return List.of();
    }
    Resource desired = request.desired().resources().get(id);
    String wanted = desired == null ? null : path(desired);
    List<String> left = new ArrayList<>();
    for (String place : places(entry)) {
      if (!place.equals(wanted) && isOurs(place, id)) {
        left.add(place);
      }
    }
    return left;
  }

  /** Whether the group at an owned object's place is the object's. */
  public boolean isOurs(String place, ResourceId id) {
    return Standing.isOurs(group(place), id.toString(), request.stateDir());
  }

  /** The group at a path; absent when the observer found none. */
  public LiveCgroup group(String path) {
    LiveCgroup group = live().cgroups().get(path);
    return group == null ? new LiveCgroup(path, new TreeMap<>()) : staying(group);
  }

  /** Without what goes with its hierarchy. */
  private LiveCgroup staying(LiveCgroup group) {
    if (forecast.released().isEmpty()) {
      return group;
    }
    SortedMap<String, Directory> directories = new TreeMap<>(group.directories());
    directories.keySet().removeAll(forecast.released());
    return new LiveCgroup(group.path(), directories);
  }

  /**
   * Whether a v2 group passes a controller on to those below: it is in {@code
   * cgroup.subtree_control}, such as {@code cpu memory pids}.
   */
  public boolean passesOn(String path, String controller) {
    Hierarchy unified = host().unified();
    Directory directory = unified == null ? null : group(path).directories().get(unified.id());
    Reading<String> reading = directory == null ? null : directory.files().get(SUBTREE);
    String enabled = reading == null ? null : reading.orNull();
    return enabled != null && List.of(enabled.split(" ")).contains(controller);
  }

  /**
   * Whether systemd decides what a group passes on: that of a unit, but for the one that it left to
   * us. It knows five controllers and leaves others alone.
   */
  public boolean isDistributedBySystemd(String path, String controller) {
    String root = request.cgroupRoot();
    boolean theirs = path.equals("/") ? host().unit(root) != null : host().unit(path) != null;
    return theirs && !path.equals(root) && SYSTEMD_CONTROLLERS.contains(controller);
  }

  /** The container with its flat root file system; null when a Rootfs is missing or in a cycle. */
  public @Nullable Container effective(Container container) {
    if (container.rootfs() == null) {
      return container;
    }
    Container known = effective.get(container.id());
    if (known == null || known.metadata() != container.metadata()) {
      known = rootfs.effective(container);
      if (known != null) {
        effective.put(container.id(), known);
      }
    }
    return known;
  }

  /**
   * An owned container as it was applied, with its flat root file system; itself when that is gone.
   */
  Container effectiveOld(Container applied) {
    Container flat = oldRootfs.effective(applied);
    return flat == null ? applied : flat;
  }

  /**
   * What a group on a v1 cpuset has or should have; null on other hosts, or when nobody could tell.
   */
  public @Nullable String cpuset(String path, String file) {
    return wantedLimits.inherited(path, file);
  }

  /** Whether the writable layer on disk is to outlive a replacement. */
  public boolean keepsWritable(Container effective) {
    Entry entry = entry(effective.id());
    Container ran =
        entry != null && entry.applied() instanceof Container c ? effectiveOld(c) : null;
    if (ran == null || !ContainerDiff.keepsWritable(ran, effective)) {
      return false;
    }
    String path = oldPath(ran);
    String marked = path == null ? null : mark(group(path), Marks.DIGEST);
    boolean known = marked == null || marked.equals(digest(ran));
    return known || !request.options().force();
  }

  /** Which Cgroup of this run a named process goes to, by PID. */
  Map<Integer, Cgroup> placements() {
    Map<Integer, Cgroup> known = placements;
    if (known == null) {
      known = ProcessPlacement.firsts(this);
      placements = known;
    }
    return known;
  }

  /** The object that has a cgroup path, wanted or owned; null when none has. */
  @Nullable Resource ownerAt(String path) {
    Map<String, Resource> known = owners;
    if (known == null) {
      Map<String, Resource> owned = new HashMap<>();
      known = owned;
      for (Entry entry : request.inventory().entries().values()) {
        for (Resource version : entry.versions()) {
          places.of(version).forEach(at -> owned.put(at, version));
        }
      }
      for (Resource desired : request.desired().resources().values()) {
        String at = path(desired);
        if (at != null) {
          known.putIfAbsent(at, desired);
        }
      }
      owners = known;
    }
    return known.get(path);
  }

  /** The Cgroup that is to be at a path, desired or owned; null when none is. */
  @Nullable Resource cgroupAt(String path) {
    return wantedLimits.cgroupAt(path);
  }

  /**
   * Everything that the kernel should hold: listed limits, and what has to be reset or is
   * inherited.
   */
  public Limits wanted(Resource resource) {
    Limits known = wanted.get(resource);
    if (known == null) {
      known = wantedLimits.of(resource);
      wanted.put(resource, known);
    }
    return known;
  }

  /** Where these limits are on this host. */
  public LimitMapping mapping(Limits limits) {
    return mappings.computeIfAbsent(limits, l -> LimitMapping.of(host(), live().parts(), l));
  }

  /** Digest of what cannot be changed live, as marked on the leaf. */
  public String digest(Container effective) {
    return digests.computeIfAbsent(
        effective, container -> Digests.container(container, FieldCosts::isLive));
  }

  /** The marks of an object's group. */
  public SortedMap<String, String> marks(Resource resource) {
    SortedMap<String, String> marks = new TreeMap<>();
    marks.put(Marks.OBJECT, resource.id().toString());
    marks.put(Marks.OWNER, request.owner().text());
    marks.put(Marks.STATE_DIR, request.stateDir());
    if (resource instanceof Container container) {
      marks.put(Marks.DIGEST, digest(container));
    }
    return marks;
  }

  /**
   * Whether a group is in every hierarchy, and bears these marks in each: a run may have ended
   * between two of them.
   */
  public boolean isWhole(LiveCgroup group, SortedMap<String, String> marks) {
    Hierarchy first = host().first();
    for (Map.Entry<String, Directory> directory : group.directories().entrySet()) {
      SortedMap<String, String> there = directory.getValue().marks().orNull();
      boolean all = first != null && directory.getKey().equals(first.id());
      for (Map.Entry<String, String> mark : marks.entrySet()) {
        boolean wanted = all || Marks.isEverywhere(mark.getKey());
        if (wanted && (there == null || !mark.getValue().equals(there.get(mark.getKey())))) {
          return false;
        }
      }
    }
    return group.directories().size() >= host().hierarchies().size();
  }

  /**
   * CgroupHierarchy objects that have been mounted since a group was made: its processes can join
   * them. Where a group is missing otherwise, somebody has taken it away.
   */
  public List<Hierarchy> joinable(LiveCgroup group) {
    if (group.isAbsent() || group.directories().size() >= host().hierarchies().size()) {
      return List.of();
    }
    SortedSet<String> objects = forecast.objects();
    List<Hierarchy> joinable = new ArrayList<>();
    for (Hierarchy hierarchy : host().hierarchies()) {
      if (!group.directories().containsKey(hierarchy.id()) && objects.contains(hierarchy.id())) {
        joinable.add(hierarchy);
      }
    }
    return joinable;
  }

  /** One mark of a group, from the first hierarchy that has it; null when none has. */
  public static @Nullable String mark(LiveCgroup group, String name) {
    for (Directory directory : group.directories().values()) {
      SortedMap<String, String> marks = directory.marks().orNull();
      String value = marks == null ? null : marks.get(name);
      if (value != null) {
        return value;
      }
    }
    return null;
  }
}
