package dev.reconcile.sim;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.CgroupPlaces;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;

/**
 * After every change: all that we have made is in the inventory that is on disk, so that a run that
 * dies here leaves nothing that the next one does not know.
 */
final class LeakWatch implements Runnable {
  private final Sim sim;

  LeakWatch(Sim sim) {
    this.sim = sim;
  }

  @Override
  public void run() {
    Inventory inventory = sim.inventory();
    Set<String> owned = new HashSet<>(Set.of(Sim.CGROUP_ROOT, Sim.CGROUP_ROOT + "/.monitors"));
    owned.addAll(sim.strangers);
    CgroupPlaces places = new CgroupPlaces(inventory, Sim.CGROUP_ROOT);
    for (Entry entry : inventory.entries().values()) {
      for (String path : places.of(entry)) {
        owned.add(path);
        owned.add(CgroupPaths.child(path, ".processes"));
      }
    }
    for (Hierarchy hierarchy : sim.kernel.cgroups().host().hierarchies()) {
      for (String path : sim.kernel.cgroups().all(hierarchy).keySet()) {
        boolean ours = path.startsWith(Sim.CGROUP_ROOT + "/") || path.equals(Sim.CGROUP_ROOT);
        if (ours && !owned.contains(path)) {
          throw leak("cgroup " + hierarchy.id() + ":" + path);
        }
      }
    }
    for (Path path : sim.kernel.files().nodes.keySet()) {
      if (Path.of(Sim.STATE_DIR, "containers").equals(path.getParent())) {
        known(inventory, path.getFileName().toString(), "directory");
      }
    }
    sim.kernel.monitors().alive.values().forEach(m -> known(inventory, m.name(), "monitor"));
  }

  private AssertionError leak(String what) {
    return new AssertionError(
        "nobody owns the " + what + " after " + sim.kernel.faults().journal());
  }

  private void known(Inventory inventory, String name, String what) {
    if (!inventory.entries().containsKey(new ResourceId(Kind.CONTAINER, name))) {
      throw leak(what + " of container " + name);
    }
  }
}
