package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.fields.limits.FileSetting;
import dev.reconcile.fields.limits.LimitDifference;
import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.fields.limits.LimitProblem;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import dev.reconcile.model.ByteSize;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.Limits;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How an object's limits differ.
 *
 * @param fields what people read
 * @param settings what is to be written, in order
 * @param consequence what people should know beforehand; may be empty
 */
public record LimitFindings(
    List<FieldChange> fields, List<FileSetting> settings, String consequence) {
  private static final String MAX = "memory.max";

  /** What gives way to others, before everything else. */
  public List<FileSetting> yielding() {
    return settings.stream().filter(FileSetting::yields).toList();
  }

  /** All the rest. */
  public List<FileSetting> unyielding() {
    return settings.stream().filter(setting -> !setting.yields()).toList();
  }

  /** Looks at a group that is there, or is not yet. */
  public static LimitFindings of(Scene scene, Resource resource, String path) {
    return of(scene, resource, scene.group(path));
  }

  /** For a group that will have been made anew. */
  public static LimitFindings ofNew(Scene scene, Resource resource, String path) {
    return of(scene, resource, new LiveCgroup(path, new TreeMap<>()));
  }

  private static LimitFindings of(Scene scene, Resource resource, LiveCgroup group) {
    LimitMapping mapping = scene.mapping(scene.wanted(resource));
    Limits applied = applied(scene, resource);
    List<FieldChange> fields = new ArrayList<>();
    List<LimitDifference> differences = mapping.differences(group);
    for (LimitDifference difference : DeviceFindings.besides(differences, resource)) {
      fields.add(change(difference, resource, applied, group.isAbsent()));
    }
    FieldChange devices = DeviceFindings.of(differences, resource, applied);
    if (devices != null && !group.isAbsent()) {
      fields.add(devices);
    }
    return new LimitFindings(
        fields,
        mapping.settings(group, resource instanceof Cgroup),
        consequence(scene, resource, group, mapping));
  }

  private static Limits applied(Scene scene, Resource resource) {
    var entry = scene.entry(resource.id());
    return WantedLimits.listed(entry == null ? null : entry.applied());
  }

  private static FieldChange change(
      LimitDifference difference, Resource resource, Limits applied, boolean isNew) {
    Limits listed = WantedLimits.listed(resource);
    String field = difference.field();
    boolean same = Objects.equals(text(listed, field), text(applied, field));
    boolean isListed = text(listed, field) != null;
    String prefix = resource instanceof dev.reconcile.model.Container ? "resources." : "";
    return new FieldChange(
        prefix + field,
        difference.live().isEmpty() ? null : difference.live(),
        isListed || same ? difference.wanted() : null,
        Mutability.LIVE,
        cause(same, isListed, isNew || difference.live().isEmpty(), isNew),
        false);
  }

  /** A new group has not drifted: what it lacks, the manifest or its parent says. */
  private static Cause cause(boolean same, boolean isListed, boolean isUnset, boolean isNew) {
    if (same && !isListed && isUnset) {
      return Cause.INHERITED;
    }
    return same && !isNew ? Cause.DRIFT : Cause.MANIFEST;
  }

  private static @Nullable String text(Limits limits, String field) {
    return field.startsWith("raw.")
        ? limits.raw().get(field.substring("raw.".length()))
        : limits.values().get(field);
  }

  /** Refuses what this host does not have, and what it could not tell. */
  static void check(Scene scene, Resource resource, @Nullable String path, Refusals refusals) {
    LimitMapping mapping = scene.mapping(scene.wanted(resource));
    for (LimitProblem problem : mapping.problems()) {
      refusals.add(resource, field(resource, problem.field()), problem.message());
    }
    LiveCgroup group = path == null ? null : scene.group(path);
    if (path == null || group == null) {
      return;
    }
    ParentCheck.check(scene, resource, path, refusals);
    for (Reading.Unreadable<String> unreadable : mapping.unreadable(group)) {
      refusals.add(
          resource,
          "",
          "failed to read "
              + unreadable.what()
              + ": "
              + unreadable.why()
              + "; what it holds is not known, so nothing is changed: see that it can be read and"
              + " try again");
    }
    String unit = scene.host().unit(group.path());
    if (unit != null) {
      for (LimitProblem problem : mapping.problemsOfUnit(unit)) {
        refusals.add(resource, field(resource, problem.field()), problem.message());
      }
    }
    InnerProcesses.check(scene, resource, group.path(), refusals);
    Lowering lowering = Lowering.of(mapping, group, scene.wanted(resource));
    if (lowering != null && lowering.kills && !scene.request().options().acceptKill()) {
      refusals.add(
          resource,
          field(resource, MAX),
          lowering.text()
              + ": the kernel would kill; free memory first, or accept it with --accept-kill");
    }
  }

  static String field(Resource resource, String field) {
    return resource instanceof dev.reconcile.model.Container ? "resources." + field : field;
  }

  private static String consequence(
      Scene scene, Resource resource, LiveCgroup group, LimitMapping mapping) {
    Lowering lowering = Lowering.of(mapping, group, scene.wanted(resource));
    if (lowering == null) {
      return "";
    }
    return lowering.text()
        + (lowering.kills ? ": the kernel kills" : ": v1 refuses what it cannot reclaim");
  }

  /** memory.max set below what is in use: v1 refuses with EBUSY, v2 takes it and kills. */
  private record Lowering(String wanted, long use, boolean kills) {
    static @Nullable Lowering of(LimitMapping mapping, LiveCgroup group, Limits limits) {
      String wanted = limits.values().get(MAX);
      Long use = mapping.memoryUse(group);
      if (wanted == null
          || wanted.equals("max")
          || use == null
          || use <= ByteSize.parse(wanted).bytes()) {
        return null;
      }
      boolean differs = mapping.differences(group).stream().anyMatch(d -> d.field().equals(MAX));
      return differs ? new Lowering(wanted, use, mapping.version(MAX) == 2) : null;
    }

    String text() {
      long mebi = 1L << 20;
      String rounded = use < mebi ? Long.toString(use) : (use + mebi - 1) / mebi + "Mi";
      return "memory.max " + wanted + " is below use " + rounded;
    }
  }
}
