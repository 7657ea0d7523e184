package dev.reconcile.engine.status;

import dev.reconcile.diff.HierarchyDiff;
import dev.reconcile.diff.HierarchyForecast;
import dev.reconcile.diff.Lingering;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.MountEntry;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The {@code status} of a hierarchy: its id such as {@code cpu,cpuacct}, every place where it is
 * mounted with the source of the mount, the options of v2.
 */
final class HierarchyStatus {
  private HierarchyStatus() {}

  static Dict of(Inventory.Entry entry, CgroupHierarchy hierarchy, LiveState live) {
    StatusWriter status = new StatusWriter();
    status.origin(entry, hierarchy);
    Hierarchy wanted = HierarchyForecast.hierarchy(hierarchy, live);
    status.text("hierarchy", wanted.id());
    status.text("controllers", String.join(" ", wanted.controllers()));
    LiveHierarchies host = live.hierarchies();
    if (wanted.version() == 2) {
      status.text("options", String.join(",", HierarchyDiff.optionsOfHost(host)));
    }
    SortedMap<String, Value> mounts = new TreeMap<>();
    host.of(wanted.id()).forEach(m -> mounts.put(m.mountPoint(), new Text(m.source())));
    status.dict("mounts", mounts);
    MountEntry there = host.at(hierarchy.mountPoint());
    if (there != null && wanted.id().equals(LiveHierarchies.idOf(there))) {
      status.condition("Ready", "True", "Mounted", "");
    } else {
      status.condition("Ready", "False", "NotMounted", "it is not at " + hierarchy.mountPoint());
    }
    if (Lingering.lingers(hierarchy, live)) {
      status.condition("Lingering", "True", "NotReleased", Lingering.NEXT_MOVE);
    }
    return status.done();
  }
}
