package dev.reconcile.fields.limits;

import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Limits on one host: which control file of which hierarchy carries which of them. Controller by
 * controller, by where the kernel has each mounted, so v1, v2 and hybrid are the same code.
 */
public final class LimitMapping {
  /** Files that say how much is in use, read along with the limit that they are compared with. */
  private static final Map<String, String> USAGE =
      Map.of("memory.max", "memory.current", "memory.limit_in_bytes", "memory.usage_in_bytes");

  private final Limits limits;
  private final List<MappedFile> files;
  private final List<LimitProblem> problems;

  private LimitMapping(Limits limits, List<MappedFile> files, List<LimitProblem> problems) {
    this.limits = limits;
    this.files = List.copyOf(files);
    this.problems = List.copyOf(problems);
  }

  /**
   * One control file and what it carries.
   *
   * @param fields listed fields; {@code raw.FILE} for a raw one
   */
  record MappedFile(Hierarchy hierarchy, KernelFile file, List<String> fields) {}

  /** Finds each field's files. */
  public static LimitMapping of(CgroupHost host, Limits limits) {
    Map<String, MappedFile> files = new LinkedHashMap<>();
    List<LimitProblem> problems = new ArrayList<>();
    for (String path : limits.values().keySet()) {
      LimitField field = LimitTable.field(path);
      if (field == null || field.files().isEmpty()) {
        problems.add(new LimitProblem(path, path + " is not supported yet; remove it"));
      } else if (!place(host, field, files)) {
        problems.add(LimitHost.missing(host, field));
      }
    }
    for (String name : limits.raw().keySet()) {
      Hierarchy hierarchy = LimitHost.hierarchy(host, name);
      if (hierarchy == null) {
        problems.add(LimitHost.missing(host, name));
      } else {
        KernelFile file =
            new KernelFile(hierarchy.version(), "", name, name, new RawCodec(name), 0, false);
        files.put(
            hierarchy.id() + " " + name, new MappedFile(hierarchy, file, List.of("raw." + name)));
      }
    }
    LimitMapping mapping = new LimitMapping(limits, List.copyOf(files.values()), problems);
    return mapping.withProblemsOfValues();
  }

  /**
   * Puts a field where the host has it: all files of the first version in the row that is there.
   */
  private static boolean place(CgroupHost host, LimitField field, Map<String, MappedFile> files) {
    int version = 0;
    for (KernelFile file : field.files()) {
      Hierarchy hierarchy = LimitHost.hierarchy(host, file);
      if (hierarchy == null || (version != 0 && version != file.version())) {
        continue;
      }
      version = file.version();
      String key = hierarchy.id() + " " + file.name();
      MappedFile known = files.get(key);
      List<String> fields = new ArrayList<>(known == null ? List.of() : known.fields());
      fields.add(field.path());
      files.put(key, new MappedFile(hierarchy, file, List.copyOf(fields)));
    }
    return version != 0;
  }

  private LimitMapping withProblemsOfValues() {
    List<LimitProblem> all = new ArrayList<>(problems);
    for (MappedFile mapped : files) {
      try {
        mapped.file.codec().write(limits, null);
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

  /** Hierarchy id to the files that the methods below look at. */
  public SortedMap<String, SortedSet<String>> filesToRead() {
    SortedMap<String, SortedSet<String>> names = new TreeMap<>();
    for (MappedFile mapped : files) {
      SortedSet<String> of = names.computeIfAbsent(mapped.hierarchy.id(), id -> new TreeSet<>());
      of.add(mapped.file.readName());
      String usage = USAGE.get(mapped.file.name());
      if (usage != null) {
        of.add(usage);
      }
    }
    return names;
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
    SortedMap<String, LimitDifference> found = new TreeMap<>();
    for (MappedFile mapped : files) {
      String now = text(live, mapped);
      String value = mapped.file.codec().write(limits, now);
      if (value == null || (now != null && mapped.file.codec().matches(now, value))) {
        continue;
      }
      for (String field : mapped.fields) {
        String from =
            now == null ? "" : mapped.file.codec().read(field, now, texts(live, mapped.hierarchy));
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
    List<LimitOrder.Pending> pending = new ArrayList<>();
    for (MappedFile mapped : files) {
      String now = text(live, mapped);
      String value = mapped.file.codec().write(limits, now);
      if (value != null && (now == null || !mapped.file.codec().matches(now, value))) {
        String before = now == null ? fresh(mapped) : now;
        pending.add(new LimitOrder.Pending(mapped, before, value, texts(live, mapped.hierarchy)));
      }
    }
    return LimitOrder.order(pending, inner && !live.isAbsent());
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
        values.putIfAbsent(
            field, mapped.file.codec().read(field, now, texts(live, mapped.hierarchy)));
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
      String file = USAGE.get(mapped.file.name());
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
    Limits resets = withResets(Limits.NONE, mapped.fields);
    return resets.isEmpty() ? null : mapped.file.codec().write(resets, null);
  }

  private String wanted(String field) {
    String raw =
        field.startsWith("raw.") ? limits.raw().get(field.substring("raw.".length())) : null;
    return raw != null ? raw : limits.values().getOrDefault(field, "");
  }

  private static @Nullable String text(LiveCgroup live, MappedFile mapped) {
    return reading(live, mapped).orNull();
  }

  private static Reading<String> reading(LiveCgroup live, MappedFile mapped) {
    LiveCgroup.Directory directory = live.directories().get(mapped.hierarchy.id());
    Reading<String> reading =
        directory == null ? null : directory.files().get(mapped.file.readName());
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
