package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.MountEntry;
import dev.reconcile.model.CgroupHierarchy;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What is to happen to a CgroupHierarchy. */
public final class HierarchyDiff {
  /** Key among an entry's originals: what the options were before us. */
  public static final String OPTIONS = "options";

  /** Key among an entry's originals: a directory that was not there before us. */
  public static final String MADE = "directory ";

  private HierarchyDiff() {}

  static Change of(Scene scene, CgroupHierarchy desired, Refusals refusals) {
    HierarchyForecast forecast = scene.forecast();
    Hierarchy wanted = forecast.hierarchy(desired);
    HierarchyCheck.check(scene, desired, wanted, refusals);
    Entry entry = scene.entry(desired.id());
    if (forecast.leaving().containsValue(desired.id())) {
      List<FieldChange> fields = recreating(entry, desired);
      return new Change.Replace(desired, entry, fields, false, ContainerDiff.reason(fields));
    }
    MountEntry there = scene.live().hierarchies().at(desired.mountPoint());
    if (there == null || forecast.leaving().containsKey(desired.mountPoint())) {
      return new Change.Create(desired, entry, "it is not mounted");
    }
    List<FieldChange> fields = options(scene, desired);
    if (!fields.isEmpty()) {
      return new Change.Update(desired, entry, fields, ContainerDiff.reason(fields));
    }
    return RecordDiff.isRecorded(scene, desired)
        ? new Change.NoOp(desired, entry)
        : new Change.Update(desired, entry, List.of(), "its record is not up to date");
  }

  private static List<FieldChange> recreating(@Nullable Entry entry, CgroupHierarchy desired) {
    List<FieldChange> fields = new ArrayList<>();
    Resource old =
        entry == null ? null : entry.applied() == null ? entry.intended() : entry.applied();
    if (old != null) {
      for (SpecDiff.Difference d : SpecDiff.of(old.spec(), desired.spec())) {
        if (!d.dotted().equals(OPTIONS)) {
          String from = SpecDiff.text(d.from());
          String to = SpecDiff.text(d.to());
          fields.add(
              new FieldChange(d.dotted(), from, to, Mutability.RECREATE, Cause.MANIFEST, false));
        }
      }
    }
    return fields;
  }

  private static List<FieldChange> options(Scene scene, CgroupHierarchy desired) {
    List<String> wanted = wantedOptions(scene, desired);
    List<String> now = optionsOfHost(scene.live().hierarchies());
    if (wanted == null || wanted.equals(now)) {
      return List.of();
    }
    Entry entry = scene.entry(desired.id());
    boolean same =
        entry != null
            && entry.applied() instanceof CgroupHierarchy applied
            && Objects.equals(applied.options(), desired.options());
    return List.of(
        new FieldChange(
            OPTIONS,
            String.join(",", now),
            String.join(",", wanted),
            Mutability.LIVE,
            same ? Cause.DRIFT : Cause.MANIFEST,
            false));
  }

  /**
   * What the options of v2 should be: those of the manifest, else what they were before us; null
   * when nobody says.
   */
  public static @Nullable List<String> wantedOptions(Scene scene, CgroupHierarchy desired) {
    if (desired.version() == 1 || desired.options() != null) {
      return desired.options();
    }
    Entry entry = scene.entry(desired.id());
    return entry == null ? null : original(entry);
  }

  /** The options before us, when we have changed them. */
  public static @Nullable List<String> original(Entry entry) {
    String text = entry.originals().get(OPTIONS);
    return text == null ? null : text.isEmpty() ? List.of() : List.of(text.split(","));
  }

  /** The options of v2, which all of its mounts share; sorted, empty when it is not mounted. */
  public static List<String> optionsOfHost(LiveHierarchies live) {
    for (MountEntry mount : live.mounts()) {
      if (mount.fsType().equals("cgroup2")) {
        TreeSet<String> options = new TreeSet<>(mount.superOptions());
        options.removeAll(List.of("rw", "ro", "seclabel"));
        return List.copyOf(options);
      }
    }
    return List.of();
  }
}
