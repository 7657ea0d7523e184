package dev.reconcile.engine.status;

import dev.reconcile.fields.limits.LimitValues;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@code status} of a cgroup: {@code paths}, controller to directory, and {@code values}, limit
 * field to what the kernel says.
 */
public final class CgroupStatus {
  private CgroupStatus() {}

  /** Derives it; {@code live} and {@code usage} are null when nobody looked. */
  public static Dict of(
      Inventory.Entry entry,
      Resource cgroup,
      @Nullable LiveCgroup live,
      @Nullable ObjectUsage usage,
      CgroupHost host) {
    StatusWriter status = new StatusWriter();
    status.origin(entry, cgroup);
    if (live != null) {
      boolean adopted = cgroup instanceof Cgroup c && c.adopted();
      kernel(status, live, host, adopted ? "Pending" : "Missing");
    }
    if (usage != null) {
      UsageStatus.write(status, usage, live != null && !live.isAbsent());
    }
    return status.done();
  }

  /** The part that needs no owner: {@code cgroup}, {@code paths} and {@code values}. */
  public static Dict of(LiveCgroup live, CgroupHost host) {
    StatusWriter status = new StatusWriter();
    kernel(status, live, host, "Missing");
    return status.done();
  }

  private static void kernel(StatusWriter status, LiveCgroup live, CgroupHost host, String absent) {
    status.text("cgroup", live.path());
    status.dict("paths", paths(live, host));
    status.dict("values", values(status, live, host));
    if (live.isAbsent()) {
      status.condition("Ready", "False", absent, "no hierarchy has " + live.path());
    } else {
      status.condition("Ready", "True", "Present", "");
    }
  }

  private static SortedMap<String, Value> paths(LiveCgroup live, CgroupHost host) {
    SortedMap<String, Value> paths = new TreeMap<>();
    for (Hierarchy hierarchy : host.hierarchies()) {
      if (live.directories().containsKey(hierarchy.id())) {
        Text directory = new Text(hierarchy.directory(live.path()));
        for (String controller : hierarchy.controllers()) {
          paths.put(controller, directory);
        }
        if (hierarchy.controllers().isEmpty()) {
          paths.put(hierarchy.id(), directory);
        }
      }
    }
    return paths;
  }

  private static SortedMap<String, Value> values(
      StatusWriter status, LiveCgroup live, CgroupHost host) {
    for (LiveCgroup.Directory directory : live.directories().values()) {
      for (Reading<String> reading : directory.files().values()) {
        if (reading instanceof Reading.Unreadable<String>(String what, String why)) {
          status.condition(
              "Observed", "False", "Unreadable", "failed to read " + what + ": " + why);
        }
      }
    }
    SortedMap<String, Value> values = new TreeMap<>();
    LimitValues.of(live, host).forEach((field, value) -> values.put(field, new Text(value)));
    return values;
  }
}
