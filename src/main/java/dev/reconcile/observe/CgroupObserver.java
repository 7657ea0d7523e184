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
import dev.reconcile.model.Limits;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
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
    SortedMap<String, LiveCgroup> groups = new TreeMap<>(memory.recall(asked, near));
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

  private SortedMap<String, LiveCgroup> readAll(SortedMap<String, Limits> asked)
      throws KernelException {
    List<Hierarchy> hierarchies = host.hierarchies();
    List<Wanted> wanted = new ArrayList<>(asked.size() * hierarchies.size());
    for (Map.Entry<String, Limits> path : asked.entrySet()) {
      List<SortedSet<String>> names =
          path.getKey().equals("/")
              ? filesOfRoot(path.getValue())
              : files.computeIfAbsent(path.getValue(), this::filesOfGroup);
      for (int h = 0; h < hierarchies.size(); h++) {
        wanted.add(new Wanted(hierarchies.get(h), path.getKey(), names.get(h)));
      }
    }
    List<String> ids = new ArrayList<>();
    hierarchies.forEach(hierarchy -> ids.add(hierarchy.id()));
    Iterator<@Nullable Directory> found = fs.look(wanted).iterator();
    SortedMap<String, LiveCgroup> cgroups = new TreeMap<>();
    for (String path : asked.keySet()) {
      SortedMap<String, Directory> directories = new TreeMap<>();
      for (String id : ids) {
        Directory directory = found.next();
        if (directory != null) {
          directories.put(id, path.equals("/") ? top(directory) : directory);
        }
      }
      cgroups.put(path, new LiveCgroup(path, directories));
    }
    return cgroups;
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
