package dev.reconcile.observe;

import dev.reconcile.fields.limits.LimitMapping;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.kernel.cgroup.GroupWatch;
import dev.reconcile.kernel.cgroup.KeptFile;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Reading;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Limits;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the last look found of groups, for as long as it is still so. Control files are read every
 * time, through descriptors that stay open, and so are the processes of a group that has any: those
 * fork and end untold. All else of a group (that it is there, its marks, its children, that nobody
 * is in it) changes by system calls alone, of which the kernel tells.
 */
final class GroupMemory implements AutoCloseable {
  /** No control file that is kept open is as long. */
  private static final int SCRATCH_BYTES = 1 << 14;

  /** Changed by a write in their own directory or in one above, of which the kernel tells. */
  private static final Set<String> TOLD =
      Set.of("cgroup.controllers", "cgroup.freeze", "cgroup.subtree_control", "devices.list");

  private final CgroupFs fs;
  private final GroupWatch watch;
  private final int mostOpen;
  private final TreeMap<String, Known> known = new TreeMap<>();
  private final Set<String> disturbed = new HashSet<>();
  private final Map<String, Set<String>> watched = new TreeMap<>();
  private final ThreadLocal<ByteBuffer> scratch =
      ThreadLocal.withInitial(() -> ByteBuffer.allocateDirect(SCRATCH_BYTES));
  private final SteadyThreads readers = new SteadyThreads("groups");
  private CgroupHost host = new CgroupHost(List.of());
  private Set<String> borrowed = Set.of();
  private int open;

  /**
   * @param mostOpen how many control files may be kept open
   */
  GroupMemory(CgroupFs fs, GroupWatch watch, int mostOpen) {
    this.fs = fs;
    this.watch = watch;
    this.mostOpen = mostOpen;
  }

  /** A group as it was when these limits were asked for, and how to see whether it still is. */
  private static final class Known {
    final LiveCgroup group;
    final List<Check> checks;
    private Limits limits;

    Known(Limits limits, LiveCgroup group, List<Check> checks) {
      this.limits = limits;
      this.group = group;
      this.checks = checks;
    }

    /** Keeps the object that was asked with: it comes again, and is compared at a glance then. */
    boolean isFor(Limits asked) {
      if (limits != asked && limits.equals(asked)) {
        limits = asked;
      }
      return limits == asked;
    }
  }

  private sealed interface Check {
    /** A control file that is open. */
    record Open(KeptFile file, byte[] text) implements Check {}

    /** One that is not there, is not kept open, or could not be read. */
    record Closed(Hierarchy hierarchy, String file, Reading<String> reading) implements Check {}

    /** Who is in the group. */
    record Members(Hierarchy hierarchy, Reading<List<Integer>> reading) implements Check {}
  }

  /**
   * Begins a look: hears what has happened since the last one.
   *
   * @param borrowed mount points of hierarchies that are to be unmounted one day, which a file that
   *     stays open would prevent
   */
  void begin(CgroupHost now, Set<String> borrowed) {
    GroupWatch.News news = watch.news();
    if (news.all() || !now.equals(host) || !borrowed.equals(this.borrowed)) {
      forget();
      watch.news(); // that the watches are gone, which is told of each
    }
    host = now;
    this.borrowed = Set.copyOf(borrowed);
    disturbed.addAll(news.groups());
    for (String tree : news.trees()) {
      disturbed.add(tree);
      // "0" follows "/" in ASCII: between the two is what is below.
      disturbed.addAll(known.subMap(tree + "/", tree + "0").keySet());
    }
  }

  /**
   * The groups that are still as they were; others have to be read. Reading control files is most
   * of a pass, and the kernel lets several threads do it at once.
   *
   * @param near paths whose limits matter; of others it is enough that the kernel told of no write
   */
  SortedMap<String, LiveCgroup> recall(SortedMap<String, Limits> asked, Set<String> near) {
    List<Map.Entry<String, Limits>> all = List.copyOf(asked.entrySet());
    @Nullable LiveCgroup[] found = new LiveCgroup[all.size()];
    readers.each(
        all.size(),
        (from, to) -> {
          ByteBuffer buffer = scratch.get();
          for (int i = from; i < to; i++) {
            String path = all.get(i).getKey();
            found[i] = recall(path, all.get(i).getValue(), near.contains(path), buffer);
          }
        });
    SortedMap<String, LiveCgroup> groups = new TreeMap<>();
    for (int i = 0; i < found.length; i++) {
      LiveCgroup group = found[i];
      if (group != null) {
        groups.put(all.get(i).getKey(), group);
      }
    }
    return groups;
  }

  private @Nullable LiveCgroup recall(String path, Limits limits, boolean near, ByteBuffer buffer) {
    Known group = known.get(path);
    if (group == null || disturbed.contains(path) || !group.isFor(limits)) {
      return null;
    }
    for (Check check : group.checks) {
      if ((near || !(check instanceof Check.Open)) && !holds(path, check, buffer)) {
        return null;
      }
    }
    return group.group;
  }

  private boolean holds(String path, Check check, ByteBuffer buffer) {
    return switch (check) {
      case Check.Open(KeptFile file, byte[] text) -> file.holds(text, buffer);
      case Check.Closed(Hierarchy hierarchy, String file, Reading<String> reading) ->
          fs.read(hierarchy, path, file).equals(reading);
      case Check.Members(Hierarchy hierarchy, Reading<List<Integer>> reading) ->
          fs.processes(hierarchy, path).equals(reading);
    };
  }

  /** Listens, before a group is read: what happens from now on will be told. */
  void expect(String path) {
    Set<String> here = new HashSet<>();
    for (Hierarchy hierarchy : host.hierarchies()) {
      switch (watch.add(hierarchy, path)) {
        case WATCHED -> here.add(hierarchy.id());
        case ABSENT -> {}
        case REFUSED -> {
          watch.drop(path);
          watched.remove(path);
          return;
        }
      }
    }
    watched.put(path, here);
  }

  /**
   * Remembers what was read.
   *
   * @return the same group; the very one of before if it is equal
   */
  LiveCgroup remember(String path, Limits limits, LiveCgroup read) {
    Known before = known.remove(path);
    if (before != null) {
      close(before);
    }
    disturbed.remove(path);
    LiveCgroup group = before != null && before.group.equals(read) ? before.group : read;
    if (isTold(path, read)) {
      known.put(path, new Known(limits, group, checks(path, group)));
    }
    return group;
  }

  /**
   * Whether the kernel will tell of all that may happen to it. Not of one that came or went while
   * it was read; and of one that is absent only those tell who watch above.
   */
  private boolean isTold(String path, LiveCgroup group) {
    for (Directory directory : group.directories().values()) {
      if (!(directory.marks() instanceof Reading.Present)) {
        return false;
      }
    }
    return group.directories().keySet().equals(watched.get(path))
        && (path.equals("/") || known.containsKey(CgroupPaths.parent(path)));
  }

  private List<Check> checks(String path, LiveCgroup group) {
    List<Check> checks = new ArrayList<>();
    for (Hierarchy hierarchy : host.hierarchies()) {
      Directory directory = group.directories().get(hierarchy.id());
      if (directory == null) {
        continue;
      }
      for (Map.Entry<String, Reading<String>> file : directory.files().entrySet()) {
        if (!rests(file.getKey(), file.getValue())) {
          checks.add(check(hierarchy, path, file.getKey(), file.getValue()));
        }
      }
      List<Integer> members = directory.processes().orNull();
      if (members == null ? isUnknown(directory) : !members.isEmpty()) {
        checks.add(new Check.Members(hierarchy, directory.processes()));
      }
    }
    return checks;
  }

  private static boolean isUnknown(Directory directory) {
    return !(directory.processes() instanceof Reading.Absent);
  }

  /**
   * Whether a file need not be read again. What is thawed stays so until somebody writes; what is
   * freezing is frozen in its own time. Use never rests; where it may decide something, {@link
   * #doubt} has the group read.
   */
  private static boolean rests(String file, Reading<String> reading) {
    boolean thawed = file.equals("freezer.state") && "THAWED".equals(reading.orNull());
    boolean known = TOLD.contains(file) || LimitMapping.isUse(file);
    return reading instanceof Reading.Present && (thawed || known);
  }

  private Check check(Hierarchy hierarchy, String path, String file, Reading<String> reading) {
    // The top's files are few, and an open one would hold the mount of a hierarchy without groups.
    boolean keep =
        open < mostOpen && !path.equals("/") && !borrowed.contains(hierarchy.mountPoint());
    if (keep && reading instanceof Reading.Present<String>(String text)) {
      KeptFile kept = fs.keep(hierarchy, path, file);
      if (kept != null) {
        open++;
        return new Check.Open(kept, text.getBytes(StandardCharsets.UTF_8));
      }
    }
    return new Check.Closed(hierarchy, file, reading);
  }

  /** Has a group read in full by the next look. */
  void doubt(String path) {
    disturbed.add(path);
  }

  /** Ends a look: what it did not ask for is forgotten. */
  void end(SortedMap<String, Limits> asked) {
    for (String path : all()) {
      if (!asked.containsKey(path)) {
        forget(path);
      }
    }
    disturbed.retainAll(known.keySet());
  }

  /** As if it had never looked. */
  void forget() {
    all().forEach(this::forget);
    disturbed.clear();
  }

  private Set<String> all() {
    Set<String> all = new HashSet<>(watched.keySet());
    all.addAll(known.keySet());
    return all;
  }

  @Override
  public void close() {
    forget();
    watch.close();
    readers.close();
  }

  private void forget(String path) {
    watch.drop(path);
    watched.remove(path);
    Known group = known.remove(path);
    if (group != null) {
      close(group);
    }
  }

  private void close(Known group) {
    for (Check check : group.checks) {
      if (check instanceof Check.Open(KeptFile file, byte[] ignored)) {
        file.close();
        open--;
      }
    }
  }
}
