package dev.reconcile.service.events;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.service.Engine;
import java.io.IOException;
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
    Inventory inventory = engine.inventory();
    CgroupPaths paths = new CgroupPaths(objects, inventory, cgroupRoot);
    List<Hierarchy> hierarchies = kernel.cgroups().host().hierarchies();
    Map<Path, ResourceId> directories = new HashMap<>();
    for (Resource resource : objects.resources().values()) {
      String path = paths.of(resource);
      if (path != null) {
        for (Hierarchy hierarchy : hierarchies) {
          directories.put(Path.of(hierarchy.mountPoint() + path), resource.id());
        }
      }
    }
    return directories;
  }

  @Override
  public Map<String, Integer> monitors() throws IOException {
    return kernel.monitors().running(containers);
  }
}
