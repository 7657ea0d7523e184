package dev.reconcile.fields.limits;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Limits on one host: which control file of which hierarchy carries which of them. Controller by
 * controller, by where the kernel has each mounted, so v1, v2 and hybrid are the same code. Not for
 * use by several threads.
 */
public final class LimitMapping {
  /** Files that say how much is in use, read along with the limit that they are compared with. */
  private static final Map<String, String> USAGE =
      Map.of("memory.max", "memory.current", "memory.limit_in_bytes", "memory.usage_in_bytes");

  /** Where a keyed file's codec finds the key itself, next to the fields. */
  static final String KEY = "*";

  private final Limits limits;
  private final List<MappedFile> files;
  private final List<LimitProblem> problems;

  // Of a group that is not there yet: the same for all groups with these limits.
  private @Nullable List<FileSetting> first;
  private @Nullable List<LimitDifference> missing;

  private LimitMapping(Limits limits, List<MappedFile> files, List<LimitProblem> problems) {
    this.limits = limits;
    this.files = List.copyOf(files);
    this.problems = List.copyOf(problems);
  }

  /**
   * One control file, or what it says of one key, and what it carries.
   *
   * @param fields listed fields; {@code raw.FILE} for a raw one
   * @param name of the file, with the key where the name has one
   * @param key the kernel's, such as {@code 254:0}; empty where the file has none
   */
  record MappedFile(
      Hierarchy hierarchy, KernelFile file, String name, String key, List<String> fields) {
    /** As read; differs from the name for a few v1 files. */
    String readName() {
      return file.keys() instanceof FileKeys.InName ? name : file.readName();
    }

    /** What the kernel reads back, cut down to the key. */
    @Nullable String cut(@Nullable String text) {
      return text == null ? null : file.keys().cut(text, key);
    }

    /** The path as its codec knows it. */
    static String row(String field) {
      LimitField row = LimitTable.field(field);
      return row == null ? field : row.path();
    }

    /** The limits as its codec knows them: without keys. */
    Limits scoped(Limits limits) {
      if (key.isEmpty()) {
        return limits;
      }
      SortedMap<String, String> values = new TreeMap<>();
      for (String field : fields) {
        LimitPath path = LimitTable.path(field);
        String value = limits.values().get(field);
        if (path != null && value != null) {
          values.put(path.field().path(), value);
          values.put(KEY, path.key());
        }
      }
      return new Limits(values, new TreeMap<>());
    }
  }

  /** Finds each field's files, whether what they name is there or not. */
  public static LimitMapping of(CgroupHost host, Limits limits) {
    return of(host, HostParts.UNSEEN, limits);
  }

  /** Finds each field's files. */
  public static LimitMapping of(CgroupHost host, HostParts parts, Limits limits) {
    Placement placement = new Placement(host, parts);
    limits.values().forEach(placement::field);
    limits.raw().keySet().forEach(placement::raw);
    LimitMapping mapping = new LimitMapping(limits, placement.files(), placement.problems());
    return mapping.withProblemsOfValues();
  }

  private LimitMapping withProblemsOfValues() {
    List<LimitProblem> all = new ArrayList<>(problems);
    for (MappedFile mapped : files) {
      try {
        mapped.file.codec().write(mapped.scoped(limits), null);
      } catch (IllegalArgumentException e) {
        LimitProblem problem =
            new LimitProblem(mapped.fields.getFirst(), String.valueOf(e.getMessage()));
        if (!all.contains(problem)) {
          all.add(problem);
        }
      }
    }
    return new LimitMapping(limits, files, all);
  }

  /** Why these limits cannot be had here; empty when they can. */
  public List<LimitProblem> problems() {
    return problems;
  }

  /** Every file that these limits are in, as {@link Original#id} has it. */
  public Set<String> ids() {
    Set<String> ids = new HashSet<>();
    for (MappedFile mapped : files) {
      String key = mapped.file.keys().keyOf(mapped.file.keys().frame("", mapped.key));
      ids.add(Original.id(mapped.hierarchy, mapped.name, key));
    }
    return ids;
  }

  /** Why systemd cannot be asked for these limits; empty when it can. */
  public List<LimitProblem> problemsOfUnit(String unit) {
    List<LimitProblem> found = new ArrayList<>();
    for (MappedFile mapped : files) {
      UnitProperty property = mapped.file.property();
      String field = mapped.fields.getFirst();
      String value = mapped.file.codec().write(mapped.scoped(limits), null);
      try {
        if (property == null) {
          found.add(new LimitProblem(field, UnitProperty.missing(unit, mapped.file)));
        } else if (value != null) {
          property.assignments(value);
        }
      } catch (IllegalArgumentException e) {
        found.add(new LimitProblem(field, String.valueOf(e.getMessage())));
      }
    }
    return found;
  }

  /** Hierarchy id to the files that the methods below look at. */
  public SortedMap<String, SortedSet<String>> filesToRead() {
    SortedMap<String, SortedSet<String>> names = new TreeMap<>();
    for (MappedFile mapped : files) {
      SortedSet<String> of = names.computeIfAbsent(mapped.hierarchy.id(), id -> new TreeSet<>());
      of.add(mapped.readName());
      String usage = USAGE.get(mapped.name);
      if (usage != null) {
        of.add(usage);
      }
    }
    return names;
  }

  /** Whether a file says how much is used now, read beside the limit of it. */
  public static boolean isUse(String file) {
    return USAGE.containsValue(file);
  }

  /** What the observer must read of a cgroup with these limits; see {@link #filesToRead()}. */
  public static SortedMap<String, SortedSet<String>> filesToRead(CgroupHost host, Limits limits) {
    SortedMap<String, SortedSet<String>> names = of(host, limits).filesToRead();
    for (String file : List.of("cgroup.events", "cgroup.freeze")) {
      add(names, host.unified(), file);
    }
    Hierarchy freezer = host.of("freezer");
    if (freezer != null && freezer.version() == 1) {
      add(names, freezer, "freezer.state");
    }
    Hierarchy cpuset = host.of("cpuset");
    if (cpuset != null && cpuset.version() == 1) {
      Cpuset.BOTH.forEach(file -> add(names, cpuset, file));
    }
    // What it says bounds the groups below.
    add(names, host.of(1, "devices"), DeviceChange.FILE);
    return names;
  }

  private static void add(
      SortedMap<String, SortedSet<String>> names, @Nullable Hierarchy hierarchy, String file) {
    if (hierarchy != null) {
      names.computeIfAbsent(hierarchy.id(), id -> new TreeSet<>()).add(file);
    }
  }

  /**
   * Files that could not be read: hierarchy's path and file, and why. What they hold is not known.
   */
  public List<Reading.Unreadable<String>> unreadable(LiveCgroup live) {
    List<Reading.Unreadable<String>> failed = new ArrayList<>();
    for (MappedFile mapped : files) {
      if (reading(live, mapped) instanceof Reading.Unreadable<String> unreadable) {
        failed.add(unreadable);
      }
    }
    return failed;
  }

  /**
   * Fields that the kernel does not hold as wanted; a field that it has no file for reads as {@code
   * ""}.
   */
  public List<LimitDifference> differences(LiveCgroup live) {
    if (!live.isAbsent()) {
      return compare(live);
    }
    List<LimitDifference> known = missing;
    if (known == null) {
      known = compare(live);
      missing = known;
    }
    return known;
  }

  private List<LimitDifference> compare(LiveCgroup live) {
    SortedMap<String, LimitDifference> found = new TreeMap<>();
    for (MappedFile mapped : files) {
      String now = text(live, mapped);
      String value = mapped.file.codec().write(mapped.scoped(limits), now);
      if (value == null || (now != null && mapped.file.codec().matches(now, value))) {
        continue;
      }
      for (String field : mapped.fields) {
        String from = now == null ? "" : read(mapped, field, now, live);
        String to = wanted(field);
        if (!from.equals(to)) {
          found.putIfAbsent(field, new LimitDifference(field, from, to));
        }
      }
      String first = mapped.fields.getFirst();
      if (mapped.fields.stream().noneMatch(found::containsKey)) {
        found.put(first, new LimitDifference(first, String.valueOf(now), value));
      }
    }
    return List.copyOf(found.values());
  }

  /**
   * The writes that make it so: only files that differ, in an order that the kernel takes.
   *
   * @param inner whether other groups may be below
   */
  public List<FileSetting> settings(LiveCgroup live, boolean inner) {
    if (!live.isAbsent()) {
      return changed(live, inner);
    }
    List<FileSetting> known = first;
    if (known == null) {
      known = List.copyOf(changed(live, false));
      first = known;
    }
    return known;
  }

  private List<FileSetting> changed(LiveCgroup live, boolean inner) {
    List<LimitOrder.Pending> pending = new ArrayList<>();
    for (MappedFile mapped : files) {
      String now = text(live, mapped);
      String value = mapped.file.codec().write(mapped.scoped(limits), now);
      if (value == null
          || (live.isAbsent() && CfsPeriodCodec.isOfNew(mapped.file.codec(), value))) {
        continue;
      }
      boolean holds = now != null && mapped.file.codec().matches(now, value);
      if (!holds || losesWeight(live, mapped)) {
        String before = now == null ? fresh(mapped) : now;
        pending.add(new LimitOrder.Pending(mapped, before, value, texts(live, mapped.hierarchy)));
      }
    }
    return LimitOrder.order(pending, inner);
  }

  /**
   * Whether a weight goes back to its default when {@code cpu.idle} does. Since 6.12 an idle group
   * reads 1, whatever was written before: what it reads is not what it will have.
   */
  private boolean losesWeight(LiveCgroup live, MappedFile mapped) {
    return mapped.file.codec() instanceof WeightCodec
        && "false".equals(limits.values().get("cpu.idle"))
        && "1".equals(texts(live, mapped.hierarchy).get("cpu.idle"));
  }

  /**
   * What the kernel holds, by field, neutral and canonical; fields without a readable file are left
   * out.
   */
  public SortedMap<String, String> values(LiveCgroup live) {
    SortedMap<String, String> values = new TreeMap<>();
    for (MappedFile mapped : files) {
      String now = text(live, mapped);
      if (now == null) {
        continue;
      }
      for (String field : mapped.fields) {
        values.putIfAbsent(field, read(mapped, field, now, live));
      }
    }
    return values;
  }

  /** The cgroup version that carries a listed field here; 0 when none does. */
  public int version(String field) {
    for (MappedFile mapped : files) {
      if (mapped.fields.contains(field)) {
        return mapped.file.version();
      }
    }
    return 0;
  }

  /** Bytes in use, where memory.max is listed; null when that is not known. */
  public @Nullable Long memoryUse(LiveCgroup live) {
    for (MappedFile mapped : files) {
      String file = USAGE.get(mapped.name);
      String use = file == null ? null : texts(live, mapped.hierarchy).get(file);
      if (use != null) {
        return Long.parseLong(use);
      }
    }
    return null;
  }

  /** These limits, and each of {@code fields} back at what the kernel gives a new group. */
  public static Limits withResets(Limits limits, Collection<String> fields) {
    SortedMap<String, String> values = new TreeMap<>(limits.values());
    for (String path : fields) {
      LimitField field = LimitTable.field(path);
      if (field != null) {
        values.putIfAbsent(path, field.reset());
      }
    }
    return new Limits(values, limits.raw());
  }

  /** What a new group's file holds; null when it has nothing of its own. */
  private static @Nullable String fresh(MappedFile mapped) {
    if (mapped.file.codec() instanceof DeviceListCodec) {
      // Whichever of its fields are listed.
      return DefaultDevices.EVERYTHING;
    }
    Limits resets = withResets(Limits.NONE, mapped.fields);
    return resets.isEmpty() ? null : mapped.file.codec().write(mapped.scoped(resets), null);
  }

  private static String read(MappedFile mapped, String field, String now, LiveCgroup live) {
    String row = MappedFile.row(field);
    return mapped.file.codec().read(row, now, texts(live, mapped.hierarchy));
  }

  private String wanted(String field) {
    String raw =
        field.startsWith("raw.") ? limits.raw().get(field.substring("raw.".length())) : null;
    return raw != null ? raw : limits.values().getOrDefault(field, "");
  }

  private static @Nullable String text(LiveCgroup live, MappedFile mapped) {
    return mapped.cut(reading(live, mapped).orNull());
  }

  private static Reading<String> reading(LiveCgroup live, MappedFile mapped) {
    LiveCgroup.Directory directory = live.directories().get(mapped.hierarchy.id());
    Reading<String> reading = directory == null ? null : directory.files().get(mapped.readName());
    return reading == null ? Reading.absent() : reading;
  }

  private static Map<String, String> texts(LiveCgroup live, Hierarchy hierarchy) {
    LiveCgroup.Directory directory = live.directories().get(hierarchy.id());
    if (directory == null) {
      return Collections.emptyMap();
    }
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
