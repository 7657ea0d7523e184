package dev.reconcile.engine.status;

import dev.reconcile.fields.limits.KernelFile;
import dev.reconcile.fields.limits.LimitField;
import dev.reconcile.fields.limits.LimitTable;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Text;
import java.util.HashMap;
import java.util.Map;
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
      kernel(status, live, host);
    }
    if (usage != null) {
      UsageStatus.write(status, usage, live != null && !live.isAbsent());
    }
    return status.done();
  }

  /** The part that needs no owner: {@code cgroup}, {@code paths} and {@code values}. */
  public static Dict of(LiveCgroup live, CgroupHost host) {
    StatusWriter status = new StatusWriter();
    kernel(status, live, host);
    return status.done();
  }

  private static void kernel(StatusWriter status, LiveCgroup live, CgroupHost host) {
    status.text("cgroup", live.path());
    status.dict("paths", paths(live, host));
    status.dict("values", values(status, live, host));
    if (live.isAbsent()) {
      status.condition("Ready", "False", "Missing", "no hierarchy has " + live.path());
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
    SortedMap<String, Value> values = new TreeMap<>();
    for (LimitField field : LimitTable.fields()) {
      for (KernelFile file : field.files()) {
        Hierarchy hierarchy = hierarchy(file, host);
        LiveCgroup.Directory directory =
            hierarchy == null ? null : live.directories().get(hierarchy.id());
        if (directory != null) {
          value(status, values, field, file, directory);
        }
      }
    }
    return values;
  }

  private static @Nullable Hierarchy hierarchy(KernelFile file, CgroupHost host) {
    Hierarchy hierarchy =
        file.controller().equals("cgroup") ? host.unified() : host.of(file.controller());
    return hierarchy != null && hierarchy.version() == file.version() ? hierarchy : null;
  }

  private static void value(
      StatusWriter status,
      SortedMap<String, Value> values,
      LimitField field,
      KernelFile file,
      LiveCgroup.Directory directory) {
    Reading<String> reading = directory.files().get(file.readName());
    if (reading instanceof Reading.Unreadable<String>(String what, String why)) {
      status.condition("Observed", "False", "Unreadable", "failed to read " + what + ": " + why);
    }
    String kernel = reading == null ? null : reading.orNull();
    if (kernel != null) {
      // Of several files of a field the first carries its value, the others what it is measured by.
      values.putIfAbsent(
          field.path(), new Text(file.codec().read(field.path(), kernel, texts(directory))));
    }
  }

  private static Map<String, String> texts(LiveCgroup.Directory directory) {
    Map<String, String> texts = new HashMap<>();
    directory
        .files()
        .forEach(
            (name, reading) -> {
              String text = reading.orNull();
              if (text != null) {
                texts.put(name, text);
              }
            });
    return texts;
  }
}
