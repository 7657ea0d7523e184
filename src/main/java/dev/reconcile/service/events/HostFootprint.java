package dev.reconcile.service.events;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.events.Alarm;
import dev.reconcile.kernel.events.AlarmFile;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.service.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The footprint on this host. */
public final class HostFootprint implements Footprint {
  private final Kernel kernel;
  private final Engine engine;
  private final String cgroupRoot;
  private final Path containers;

  /**
   * @param cgroupRoot such as {@code /reconcile}
   * @param containers {@code <state-dir>/containers}
   */
  public HostFootprint(Kernel kernel, Engine engine, String cgroupRoot, Path containers) {
    this.kernel = kernel;
    this.engine = engine;
    this.cgroupRoot = cgroupRoot;
    this.containers = containers;
  }

  @Override
  public Map<Path, ResourceId> directories(DesiredState objects) throws IOException {
    List<Hierarchy> hierarchies = kernel.cgroups().host().hierarchies();
    Map<Path, ResourceId> directories = new HashMap<>();
    for (Map.Entry<ResourceId, String> group : groups(objects).entrySet()) {
      for (Hierarchy hierarchy : hierarchies) {
        directories.put(Path.of(hierarchy.mountPoint() + group.getValue()), group.getKey());
      }
    }
    return directories;
  }

  @Override
  public Map<Alarm, ResourceId> alarms(DesiredState objects) throws IOException {
    Map<AlarmFile, Hierarchy> files =
        AlarmFile.of(kernel.cgroups().host(), Files.exists(Path.of("/proc/pressure/memory")));
    Map<Alarm, ResourceId> alarms = new HashMap<>();
    for (Map.Entry<ResourceId, String> group : groups(objects).entrySet()) {
      for (Map.Entry<AlarmFile, Hierarchy> file : files.entrySet()) {
        String directory = file.getValue().mountPoint() + group.getValue();
        alarms.put(new Alarm(file.getKey(), directory), group.getKey());
      }
    }
    return alarms;
  }

  private Map<ResourceId, String> groups(DesiredState objects) throws IOException {
    Inventory inventory = engine.inventory();
    CgroupPaths paths = new CgroupPaths(objects, inventory, cgroupRoot);
    Map<ResourceId, String> groups = new HashMap<>();
    for (Resource resource : objects.resources().values()) {
      String path = paths.of(resource);
      if (path != null) {
        groups.put(resource.id(), path);
      }
    }
    return groups;
  }

  @Override
  public Map<String, Integer> monitors() throws IOException {
    return kernel.monitors().running(containers);
  }
}
