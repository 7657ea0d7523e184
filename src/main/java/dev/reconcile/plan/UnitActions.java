package dev.reconcile.plan;

import dev.reconcile.diff.Restoration;
import dev.reconcile.diff.Scene;
import dev.reconcile.fields.limits.LimitTable;
import dev.reconcile.fields.limits.Original;
import dev.reconcile.fields.limits.UnitProperty;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The same action by whoever may write: we do, or systemd does for its units. */
final class UnitActions {
  private UnitActions() {}

  static Action set(CgroupHost host, Action.WriteLimit write) {
    String unit = host.unit(write.path());
    UnitProperty property = LimitTable.property(write.hierarchy().version(), write.file());
    return unit == null || property == null
        ? write
        : new Action.SetUnitProperties(unit, property.assignments(write.value()), write);
  }

  static Action restore(CgroupHost host, Restoration back) {
    String unit = host.unit(back.path());
    UnitProperty property = LimitTable.property(back.hierarchy().version(), back.file());
    return unit == null || property == null
        ? new Action.RestoreOriginal(back.path(), back.hierarchy(), back.file(), back.value())
        : new Action.ResetUnitProperties(
            unit, property.names(), property.assignments(back.value()));
  }

  /**
   * What is to be done about units that are not active: our properties would be back with them.
   *
   * @param originals files that we have changed, {@code v2/memory.max @/user.slice}
   */
  static List<Action> forget(Scene scene, Collection<String> originals) {
    List<Action> actions = new ArrayList<>();
    for (String key : originals) {
      String path = Restoration.path(key);
      String unit = path == null ? null : scene.host().unit(path);
      if (path == null || unit == null || !scene.group(path).isAbsent()) {
        continue;
      }
      String id = key.substring(0, key.lastIndexOf(path));
      for (Hierarchy hierarchy : scene.host().hierarchies()) {
        UnitProperty property = LimitTable.property(hierarchy.version(), Original.file(id.strip()));
        if (property != null && hierarchy.id().equals(Original.hierarchy(id))) {
          actions.add(new Action.ResetUnitProperties(unit, property.names(), List.of()));
        }
      }
    }
    return actions;
  }
}
