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
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A file of an adopted group that goes back to what it was before us.
 *
 * @param path the group
 * @param value what it was
 * @param live what it is; null when that could not be read
 */
public record Restoration(
    String path, Hierarchy hierarchy, String file, String value, @Nullable String live) {
  /** Between an {@link Original#id} and the group that it is of, among an entry's originals. */
  private static final String AT = " @";

  /** What a file is called among an entry's originals: {@code v2/memory.high @/app.slice}. */
  public static String key(Original original, String path) {
    return original.id() + AT + path;
  }

  /** The group in such a name; null when it is not one. */
  public static @Nullable String path(String key) {
    int at = key.indexOf(AT + "/");
    return at < 0 ? null : key.substring(at + AT.length());
  }

  /** Every file that we changed and that is not back yet: for a group that is given up. */
  public static List<Restoration> ofAll(Scene scene, Entry entry) {
    return of(scene, entry.originals(), Set.of());
  }

  /** Files of fields that have left the manifest, and of a group that is no longer meant. */
  public static List<Restoration> ofLeft(Scene scene, Cgroup cgroup, String path) {
    Entry entry = scene.entry(cgroup.id());
    return entry == null
        ? List.of()
        : of(scene, entry.originals(), kept(scene, cgroup, path, entry.originals()).keySet());
  }

  /** Of what we remember, that which is still ours to give back one day. */
  public static SortedMap<String, String> kept(
      Scene scene, Cgroup cgroup, String path, SortedMap<String, String> originals) {
    Set<String> ids = scene.mapping(cgroup.limits()).ids();
    SortedMap<String, String> kept = new TreeMap<>();
    originals.forEach(
        (key, value) -> {
          int at = key.indexOf(AT + "/");
          boolean here = at >= 0 && key.substring(at + AT.length()).equals(path);
          if (here && ids.contains(key.substring(0, at))) {
            kept.put(key, value);
          }
        });
    return kept;
  }

  /** In an order that the kernel takes: outer bounds grow first and shrink last. */
  private static List<Restoration> of(
      Scene scene, SortedMap<String, String> originals, Set<String> kept) {
    List<Restoration> restorations = new ArrayList<>();
    if (!scene.request().inventory().bootId().equals(scene.live().bootId())) {
      return restorations; // the groups that had them are gone
    }
    for (Map.Entry<String, String> original : originals.entrySet()) {
      int at = original.getKey().indexOf(AT + "/");
      if (at < 0 || kept.contains(original.getKey())) {
        continue;
      }
      String id = original.getKey().substring(0, at);
      String path = original.getKey().substring(at + AT.length());
      Restoration back = of(scene, path, id, original.getValue());
      if (back != null) {
        restorations.add(back);
      }
    }
    restorations.sort((one, other) -> Integer.compare(one.order(), other.order()));
    return restorations;
  }

  /**
   * Null when it is back, or the group is gone, or the file: where a run was killed before it had
   * v2's controller enabled, it never was there.
   */
  private static @Nullable Restoration of(Scene scene, String path, String id, String value) {
    String file = Original.file(id);
    Hierarchy hierarchy = hierarchy(scene, Original.hierarchy(id));
    Directory directory =
        hierarchy == null ? null : scene.group(path).directories().get(hierarchy.id());
    if (hierarchy == null || directory == null) {
      return null;
    }
    Reading<String> reading = directory.files().get(file);
    if (reading instanceof Reading.Absent) {
      return null;
    }
    String live = reading == null ? null : reading.orNull();
    boolean back = live != null && LimitTable.matches(hierarchy.version(), file, live, value);
    return back ? null : new Restoration(path, hierarchy, file, value, live);
  }

  private int order() {
    return live == null ? 0 : LimitTable.order(hierarchy.version(), file, live, value);
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
