package dev.reconcile.diff;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.MountEntry;
import dev.reconcile.live.NoV1;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What the mount table will hold when this run's CgroupHierarchy objects are as wanted. Cgroups and
 * containers of the same run are planned for that host: one plan mounts a hierarchy and makes
 * groups in it.
 */
public final class HierarchyForecast {
  private final DiffRequest request;
  private final LiveHierarchies live;
  private final SortedMap<String, ResourceId> leaving = new TreeMap<>();
  private final SortedMap<ResourceId, Hierarchy> wanted = new TreeMap<>();
  private final SortedSet<String> released;
  private final CgroupHost host;

  HierarchyForecast(DiffRequest request, SortedMap<ResourceId, Entry> going) {
    this.request = request;
    this.live = request.live().hierarchies();
    for (Resource resource : request.desired().resources().values()) {
      if (resource instanceof CgroupHierarchy desired && !desired.metadata().reconcileDisabled()) {
        wanted.put(desired.id(), hierarchy(desired));
      }
    }
    for (Map.Entry<ResourceId, Entry> owned : request.inventory().entries().entrySet()) {
      boolean goes = going.containsKey(owned.getKey()) && !isDisabled(owned.getValue());
      leave(owned.getKey(), owned.getValue(), goes);
    }
    this.released = findReleased();
    this.host = forecast();
  }

  /** For a request. */
  public static HierarchyForecast of(DiffRequest request) {
    return new HierarchyForecast(request, Going.of(request));
  }

  private static boolean isDisabled(Entry entry) {
    Resource newest = entry.newest();
    return newest != null && newest.metadata().reconcileDisabled();
  }

  /** The host's hierarchies after this run. */
  public CgroupHost host() {
    return host;
  }

  /** The hierarchy that an object asks for; controllers in the kernel's order. */
  public Hierarchy hierarchy(CgroupHierarchy object) {
    return hierarchy(object, request.live());
  }

  /** The same on a host. */
  public static Hierarchy hierarchy(CgroupHierarchy object, LiveState host) {
    if (object.version() == 2) {
      Hierarchy unified = host.host().unified();
      List<String> controllers = unified == null ? List.of() : unified.controllers();
      return new Hierarchy(2, object.mountPoint(), "/", controllers, "");
    }
    String name = object.name();
    List<String> controllers = new ArrayList<>();
    boolean all = object.controllers().contains(CgroupHierarchy.ALL);
    NoV1 noV1 = host.hierarchies().noV1();
    for (String known : host.hierarchies().known()) {
      boolean offered = all && !noV1.has(known);
      if (offered || object.controllers().contains(known)) {
        controllers.add(known);
      }
    }
    for (String unknown : object.controllers()) {
      if (!all && !controllers.contains(unknown)) {
        controllers.add(unknown);
      }
    }
    if (all && controllers.isEmpty()) {
      controllers.addAll(host.hierarchies().known()); // to be refused, with the reason
    }
    return new Hierarchy(1, object.mountPoint(), "/", controllers, name == null ? "" : name);
  }

  /** What tells our mounts from others, the source column of the mount table. */
  public static String source(String stateDir, ResourceId id) {
    return "reconcile:" + stateDir + ":" + id;
  }

  /** Whether we made a mount, for this object. */
  boolean isOurs(MountEntry mount, ResourceId id) {
    return mount.source().equals(source(request.stateDir(), id));
  }

  /** Our mount of an object at a place; null when there is none. */
  public @Nullable MountEntry ours(String mountPoint, ResourceId id) {
    MountEntry mount = live.at(mountPoint);
    return mount != null && isOurs(mount, id) ? mount : null;
  }

  private void leave(ResourceId id, Entry entry, boolean goes) {
    for (Resource version : entry.versions()) {
      if (version instanceof CgroupHierarchy old) {
        MountEntry mount = ours(old.mountPoint(), id);
        Hierarchy now = wanted.get(id);
        boolean stays =
            now != null
                && mount != null
                && now.mountPoint().equals(old.mountPoint())
                && now.id().equals(LiveHierarchies.idOf(mount));
        boolean moves = now != null && !stays;
        if (mount != null && (goes || moves)) {
          leaving.put(old.mountPoint(), id);
        }
      }
    }
  }

  /** Our mounts that go in this run, and whose they are. */
  public SortedMap<String, ResourceId> leaving() {
    return leaving;
  }

  /** Which hierarchies of the host's are objects of ours, mounted in this run or before. */
  SortedSet<String> objects() {
    SortedSet<String> ids = new TreeSet<>();
    wanted.values().forEach(hierarchy -> ids.add(hierarchy.id()));
    for (Entry entry : request.inventory().entries().values()) {
      if (entry.newest() instanceof CgroupHierarchy hierarchy) {
        ids.add(hierarchy(hierarchy).id());
      }
    }
    return ids;
  }

  /** Whether nothing that stays or comes mounts a hierarchy any more. */
  public boolean isReleased(String id) {
    for (MountEntry mount : live.of(id)) {
      if (!leaving.containsKey(mount.mountPoint())) {
        return false;
      }
    }
    return wanted.values().stream().noneMatch(hierarchy -> hierarchy.id().equals(id));
  }

  /** Hierarchies that are mounted now and will not be. */
  SortedSet<String> released() {
    return released;
  }

  private SortedSet<String> findReleased() {
    SortedSet<String> found = new TreeSet<>();
    for (Hierarchy hierarchy : request.live().host().hierarchies()) {
      if (!leaving.isEmpty() && isReleased(hierarchy.id())) {
        found.add(hierarchy.id());
      }
    }
    return found;
  }

  private CgroupHost forecast() {
    if (leaving.isEmpty() && wanted.isEmpty()) {
      return request.live().host();
    }
    List<Hierarchy> hierarchies = new ArrayList<>();
    SortedSet<String> there = new TreeSet<>();
    for (Hierarchy hierarchy : request.live().host().hierarchies()) {
      Hierarchy after = after(hierarchy);
      if (after != null && there.add(after.id())) {
        hierarchies.add(after);
      }
    }
    wanted
        .values()
        .forEach(
            coming -> {
              if (there.add(coming.id())) {
                hierarchies.add(coming);
              }
            });
    return new CgroupHost(hierarchies);
  }

  /** Where a mounted hierarchy will be; null when it will be nowhere. */
  private @Nullable Hierarchy after(Hierarchy hierarchy) {
    if (!leaving.containsKey(hierarchy.mountPoint())) {
      return hierarchy;
    }
    for (MountEntry mount : live.of(hierarchy.id())) {
      if (!leaving.containsKey(mount.mountPoint())) {
        return hierarchy.at(mount.mountPoint());
      }
    }
    for (Hierarchy coming : wanted.values()) {
      if (coming.id().equals(hierarchy.id())) {
        return hierarchy.at(coming.mountPoint());
      }
    }
    return null;
  }
}
