package dev.reconcile.observe;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.fields.limits.LimitParts;
import dev.reconcile.fields.limits.Realtime;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.RootfsResolver;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One look at the host. Reads only what desired and owned objects need: their groups with all
 * ancestors, and for containers the first process, the monitor and the init layer.
 */
public final class Observer {
  private final Kernel kernel;
  private final String cgroupRoot;
  private final Path containersDirectory;

  /**
   * @param cgroupRoot such as {@code /reconcile}
   * @param stateDir container directories are below it
   */
  public Observer(Kernel kernel, String cgroupRoot, Path stateDir) {
    this.kernel = kernel;
    this.cgroupRoot = cgroupRoot;
    this.containersDirectory = stateDir.resolve("containers");
  }

  /**
   * Looks.
   *
   * @param scope the objects to look at; null for all
   * @throws KernelException when the mount table or the container directories cannot be read; what
   *     cannot be read of one object is {@code Unreadable} in the result
   */
  public LiveState observe(
      DesiredState desired, Inventory inventory, @Nullable Set<ResourceId> scope)
      throws KernelException {
    CgroupHost host = kernel.cgroups().host();
    String bootId = kernel.processes().bootId();
    List<Versions> objects = Versions.of(desired, inventory, scope);
    Map<ResourceId, List<String>> paths = paths(desired, inventory, objects);
    SortedMap<String, LiveCgroup> cgroups = cgroups(host, objects, paths);
    ContainerObserver containers =
        new ContainerObserver(
            kernel,
            containersDirectory,
            kernel.monitors().running(containersDirectory),
            new InitFinder(kernel.processes(), host, bootId),
            new InitLayerObserver(kernel.files(), new RootfsResolver(desired, inventory)));
    return new LiveState(
        bootId,
        host,
        kernel.processes().namespaces(0),
        cgroups,
        containers(containers, objects, paths, cgroups),
        HostObserver.resolvConf(kernel.files()),
        parts(objects),
        kernel.processes().missingCapabilities(),
        new HierarchyObserver(kernel).read(objects),
        new CandidateObserver(kernel.processes()).read(objects));
  }

  /** The parts of the host that some version's limits name. */
  private HostParts parts(List<Versions> objects) {
    Map<HostPart, SortedSet<String>> asked = LimitParts.none();
    for (Versions object : objects) {
      LimitParts.collect(object.limits(), asked);
      if (object.id().kind() == Kind.CGROUP_HIERARCHY) {
        // The top of a cpuset that is not mounted yet will have all of them.
        asked.putIfAbsent(HostPart.CPU, new TreeSet<>());
        asked.putIfAbsent(HostPart.NODE, new TreeSet<>());
      }
    }
    return asked.isEmpty() ? HostParts.UNSEEN : kernel.cgroups().parts(asked);
  }

  /** Where each version of each object is to be: with the other desired objects, and without. */
  private Map<ResourceId, List<String>> paths(
      DesiredState desired, Inventory inventory, List<Versions> objects) {
    List<CgroupPaths> resolvers =
        List.of(
            new CgroupPaths(DesiredState.EMPTY, confirmed(inventory), cgroupRoot),
            new CgroupPaths(DesiredState.EMPTY, inventory, cgroupRoot),
            new CgroupPaths(desired, inventory, cgroupRoot));
    Map<ResourceId, List<String>> paths = new HashMap<>();
    for (Versions object : objects) {
      LinkedHashSet<String> found = new LinkedHashSet<>();
      for (Resource version : object.versions()) {
        for (CgroupPaths resolver : resolvers) {
          String path = resolver.of(version);
          if (path != null) {
            found.add(path);
          }
        }
      }
      paths.put(object.id(), List.copyOf(found));
    }
    return paths;
  }

  /** Without intentions: an object's parent may have set out to move, and not have moved. */
  private static Inventory confirmed(Inventory inventory) {
    SortedMap<ResourceId, Inventory.Entry> entries = new TreeMap<>();
    for (Map.Entry<ResourceId, Inventory.Entry> owned : inventory.entries().entrySet()) {
      Inventory.Entry entry = owned.getValue();
      boolean pending = entry.applied() != null && entry.intended() != null;
      entries.put(
          owned.getKey(),
          pending
              ? new Inventory.Entry(
                  entry.owner(),
                  entry.applied(),
                  null,
                  entry.deleting(),
                  entry.originals(),
                  entry.updatedMillis())
              : entry);
    }
    return new Inventory(inventory.serial(), inventory.bootId(), entries);
  }

  private SortedMap<String, LiveCgroup> cgroups(
      CgroupHost host, List<Versions> objects, Map<ResourceId, List<String>> paths)
      throws KernelException {
    CgroupObserver observer = new CgroupObserver(kernel.cgroups(), host);
    observer.ask(cgroupRoot, Limits.NONE);
    observer.ask(CgroupPaths.child(cgroupRoot, ".monitors"), Limits.NONE);
    for (Versions object : objects) {
      Limits limits = object.limits();
      if (object.id().kind() == Kind.CONTAINER) {
        // Of the root group, whether the host can hold a container to its devices.
        observer.ask("/", DefaultDevices.seen(Limits.NONE));
        limits = DefaultDevices.seen(limits);
      }
      if (Realtime.isListed(limits)) {
        observer.ask(cgroupRoot, Realtime.WATCHED);
      }
      for (String path : paths.getOrDefault(object.id(), List.of())) {
        observer.ask(path, limits);
        if (object.hasProcesses()) {
          observer.ask(CgroupPaths.child(path, ".processes"), Limits.NONE);
        }
      }
    }
    return observer.read();
  }

  private static SortedMap<ResourceId, LiveContainer> containers(
      ContainerObserver observer,
      List<Versions> objects,
      Map<ResourceId, List<String>> paths,
      SortedMap<String, LiveCgroup> cgroups) {
    SortedMap<ResourceId, LiveContainer> containers = new TreeMap<>();
    for (Versions object : objects) {
      List<LiveCgroup> leaves = new ArrayList<>();
      for (String path : paths.getOrDefault(object.id(), List.of())) {
        LiveCgroup leaf = cgroups.get(path);
        if (leaf != null) {
          leaves.add(leaf);
        }
      }
      if (object.id().kind() == Kind.CONTAINER && !leaves.isEmpty()) {
        containers.put(object.id(), observer.read(object, leaves));
      }
    }
    return containers;
  }
}
