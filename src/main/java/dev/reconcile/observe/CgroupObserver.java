package dev.reconcile.observe;

import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.kernel.cgroup.CgroupFs.Wanted;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads cgroups. */
final class CgroupObserver {
  /** What must be known of every v2 directory to distribute controllers from it. */
  private static final List<String> V2_FILES =
      List.of("cgroup.controllers", "cgroup.subtree_control");

  private static final SortedSet<String> NONE = Collections.emptySortedSet();

  private final CgroupFs fs;
  private final CgroupHost host;
  private final @Nullable GroupMemory memory;
  private final Map<Limits, List<SortedSet<String>>> files = new HashMap<>();

  CgroupObserver(CgroupFs fs, CgroupHost host) {
    this(fs, host, null);
  }

  /**
   * @param memory of the look before; null without one
   */
  CgroupObserver(CgroupFs fs, CgroupHost host, @Nullable GroupMemory memory) {
    this.fs = fs;
    this.host = host;
    this.memory = memory;
  }

  /** Reads these paths, and of each what its limits are kept in. */
  SortedMap<String, LiveCgroup> read(SortedMap<String, Limits> asked) throws KernelException {
    return read(asked, asked.keySet());
  }

  /**
   * @param near paths whose limits matter; with a memory, those of others may be what they were
   */
  SortedMap<String, LiveCgroup> read(SortedMap<String, Limits> asked, Set<String> near)
      throws KernelException {
    if (memory == null) {
      return readAll(asked);
    }
    SortedMap<String, LiveCgroup> groups = memory.recall(asked, near);
    SortedMap<String, Limits> unknown = new TreeMap<>();
    asked.forEach(
        (path, limits) -> {
          if (!groups.containsKey(path)) {
            memory.expect(path);
            unknown.put(path, limits);
          }
        });
    readAll(unknown)
        .forEach(
            (path, group) -> {
              Limits limits = unknown.getOrDefault(path, Limits.NONE);
              groups.put(path, memory.remember(path, limits, group));
            });
    memory.end(asked);
    return groups;
  }

  /** From the top down, so that nobody asks for what is not among the children of a group. */
  private SortedMap<String, LiveCgroup> readAll(SortedMap<String, Limits> asked)
      throws KernelException {
    SortedMap<Integer, List<String>> levels = new TreeMap<>();
    for (String path : asked.keySet()) {
      levels.computeIfAbsent(CgroupPaths.above(path).size(), depth -> new ArrayList<>()).add(path);
    }
    SortedMap<String, LiveCgroup> cgroups = new TreeMap<>();
    for (List<String> level : levels.values()) {
      readLevel(level, asked, cgroups);
    }
    return cgroups;
  }

  private void readLevel(
      List<String> paths, SortedMap<String, Limits> asked, SortedMap<String, LiveCgroup> cgroups)
      throws KernelException {
    List<Hierarchy> hierarchies = host.hierarchies();
    List<Wanted> wanted = new ArrayList<>(paths.size() * hierarchies.size());
    Map<String, Children> above = new HashMap<>();
    for (String path : paths) {
      Children siblings =
          above.computeIfAbsent(
              CgroupPaths.parent(path), parent -> Children.of(cgroups.get(parent), hierarchies));
      Limits limits = asked.getOrDefault(path, Limits.NONE);
      List<SortedSet<String>> names =
          path.equals("/")
              ? filesOfRoot(limits)
              : files.computeIfAbsent(limits, this::filesOfGroup);
      for (int h = 0; h < hierarchies.size(); h++) {
        if (siblings.mayHave(h, path)) {
          wanted.add(new Wanted(hierarchies.get(h), path, names.get(h)));
        }
      }
    }
    Iterator<@Nullable Directory> found =
        fs.look(wanted, asked.size() * hierarchies.size()).iterator();
    for (String path : paths) {
      Children siblings = above.getOrDefault(CgroupPaths.parent(path), Children.UNKNOWN);
      SortedMap<String, Directory> directories = new TreeMap<>();
      for (int h = 0; h < hierarchies.size(); h++) {
        Directory directory = siblings.mayHave(h, path) ? found.next() : null;
        if (directory != null) {
          String id = hierarchies.get(h).id();
          directories.put(id, path.equals("/") ? top(directory) : directory);
        }
      }
      cgroups.put(path, new LiveCgroup(path, directories));
    }
  }

  /**
   * The names below a group.
   *
   * @param names by the number of the hierarchy; none of a group that has not been read
   */
  private record Children(List<Set<String>> names) {
    static final Children UNKNOWN = new Children(List.of());

    static Children of(@Nullable LiveCgroup group, List<Hierarchy> hierarchies) {
      if (group == null) {
        return UNKNOWN;
      }
      List<Set<String>> names = new ArrayList<>();
      for (Hierarchy hierarchy : hierarchies) {
        Directory directory = group.directories().get(hierarchy.id());
        names.add(directory == null ? Set.of() : new HashSet<>(directory.children()));
      }
      return new Children(names);
    }

    boolean mayHave(int hierarchy, String path) {
      return names.isEmpty()
          || names.get(hierarchy).contains(path.substring(path.lastIndexOf('/') + 1));
    }
  }

  /** Nobody asks who is at the top: whoever is nowhere else, and others every moment. */
  private static Directory top(Directory directory) {
    return new Directory(
        directory.marks(), directory.files(), Reading.absent(), directory.children());
  }

  /** In the order of the hierarchies; the same sets for the many groups that have equal limits. */
  private List<SortedSet<String>> filesOfGroup(Limits limits) {
    SortedMap<String, SortedSet<String>> names = LimitMapping.filesToRead(host, limits);
    List<SortedSet<String>> files = new ArrayList<>();
    for (Hierarchy hierarchy : host.hierarchies()) {
      SortedSet<String> wanted = new TreeSet<>(names.getOrDefault(hierarchy.id(), NONE));
      if (hierarchy.version() == 2) {
        wanted.addAll(V2_FILES);
      }
      files.add(wanted);
    }
    return files;
  }

  private List<SortedSet<String>> filesOfRoot(Limits limits) {
    List<SortedSet<String>> files = filesOfGroup(limits);
    for (int h = 0; h < files.size(); h++) {
      Hierarchy hierarchy = host.hierarchies().get(h);
      if (hierarchy.version() == 2 && hierarchy.controllers().contains("cpuset")) {
        for (String file : Cpuset.BOTH) {
          files.get(h).add(Cpuset.effective(file));
        }
      }
    }
    return files;
  }
}
