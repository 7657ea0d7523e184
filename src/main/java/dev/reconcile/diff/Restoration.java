package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.fields.limits.LimitTable;
import dev.reconcile.fields.limits.Original;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Mutability;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file of an adopted group that goes back to what it was before us.
 *
 * @param value what it was
 * @param live what it is; null when that could not be read
 */
public record Restoration(Hierarchy hierarchy, String file, String value, @Nullable String live) {
  /** Every file that we changed and that is not back yet: for a group that is given up. */
  public static List<Restoration> ofAll(Scene scene, Cgroup cgroup, String path, Entry entry) {
    return of(scene, path, entry, Set.of());
  }

  /** Files of fields that have left the manifest. */
  public static List<Restoration> ofLeft(Scene scene, Cgroup cgroup, String path) {
    Entry entry = scene.entry(cgroup.id());
    if (entry == null) {
      return List.of();
    }
    return of(scene, path, entry, scene.mapping(cgroup.limits()).ids());
  }

  private static List<Restoration> of(Scene scene, String path, Entry entry, Set<String> kept) {
    List<Restoration> restorations = new ArrayList<>();
    for (Map.Entry<String, String> original : entry.originals().entrySet()) {
      String file = Original.file(original.getKey());
      Hierarchy hierarchy = hierarchy(scene, Original.hierarchy(original.getKey()));
      Directory directory =
          hierarchy == null ? null : scene.group(path).directories().get(hierarchy.id());
      if (hierarchy == null || directory == null || kept.contains(original.getKey())) {
        continue;
      }
      Reading<String> reading = directory.files().get(file);
      String live = reading == null ? null : reading.orNull();
      if (live == null
          || !LimitTable.matches(hierarchy.version(), file, live, original.getValue())) {
        restorations.add(new Restoration(hierarchy, file, original.getValue(), live));
      }
    }
    return restorations;
  }

  private static @Nullable Hierarchy hierarchy(Scene scene, String id) {
    for (Hierarchy hierarchy : scene.host().hierarchies()) {
      if (hierarchy.id().equals(id)) {
        return hierarchy;
      }
    }
    return null;
  }

  FieldChange change() {
    return new FieldChange(file, live, value, Mutability.LIVE, Cause.MANIFEST, false);
  }
}
