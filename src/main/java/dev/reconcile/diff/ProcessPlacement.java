package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCandidate;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.CgroupPaths;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Existing processes of a Cgroup, in its child {@code .processes}.
 *
 * @param path of the child
 * @param move that are to be placed
 * @param back keys of processes that we placed and that it no longer names
 * @param waiting for people: what is named and not there, or never moved
 */
public record ProcessPlacement(
    String path, List<LiveCandidate> move, SortedMap<String, String> back, List<String> waiting) {
  /** The name of the child. */
  public static final String CHILD = ".processes";

  /** What the child is marked as. */
  public static final String OBJECT = "processes";

  private static final String KEY = "process ";

  /** Where a process came from, among an entry's originals: {@code process PID START HIERARCHY}. */
  public static String key(int pid, long startTime, String hierarchy) {
    return KEY + pid + " " + startTime + " " + hierarchy;
  }

  /** Whether an original is where a process came from. */
  public static boolean isKey(String original) {
    return original.startsWith(KEY);
  }

  /** Compares. */
  public static ProcessPlacement of(Scene scene, Cgroup cgroup, String path) {
    String child = CgroupPaths.child(path, CHILD);
    List<LiveCandidate> move = new ArrayList<>();
    List<String> waiting = new ArrayList<>();
    SortedSet<Integer> seen = new TreeSet<>();
    Map<Integer, Cgroup> firsts = scene.placements();
    for (LiveCandidate candidate : scene.live().candidates()) {
      if (!cgroup.processes().matches(candidate.pid(), candidate.uid(), candidate.comm())) {
        continue;
      }
      seen.add(candidate.pid());
      String held = held(scene, cgroup, path, candidate);
      Cgroup first = firsts.get(candidate.pid());
      boolean ours = first == null || first.id().equals(cgroup.id());
      boolean named = cgroup.processes().pids().contains(candidate.pid());
      if (!held.isEmpty() && named) {
        waiting.add("PID " + candidate.pid() + " is " + held);
      } else if (held.isEmpty() && ours && !isPlaced(scene, candidate, child)) {
        move.add(candidate);
      }
    }
    for (int pid : cgroup.processes().pids()) {
      if (!seen.contains(pid)) {
        waiting.add("PID " + pid + " is not there");
      }
    }
    return new ProcessPlacement(child, move, back(scene, cgroup, child, move), waiting);
  }

  /** Why a process stays where it is; empty when nothing keeps it. */
  private static String held(Scene scene, Cgroup cgroup, String path, LiveCandidate candidate) {
    if (!candidate.obstacle().isEmpty()) {
      return candidate.obstacle();
    }
    String monitors = CgroupPaths.child(scene.request().cgroupRoot(), ".monitors");
    for (String at : candidate.cgroups().values()) {
      if (isWithin(at, monitors)) {
        return "a monitor of this program";
      }
      ResourceId owner = owner(scene, at);
      if (owner != null && !owner.equals(cgroup.id())) {
        return "in " + owner;
      }
    }
    return "";
  }

  /** The object whose cgroup a process is in; null for what is nobody's. */
  private static @Nullable ResourceId owner(Scene scene, String at) {
    for (String above = at; !above.equals("/"); above = CgroupPaths.parent(above)) {
      Resource owner = scene.ownerAt(above);
      boolean adopted = owner instanceof Cgroup cgroup && cgroup.adopted();
      if (owner != null && !adopted) {
        return owner.id();
      }
    }
    return null;
  }

  static boolean isWithin(String path, String group) {
    return path.equals(group) || path.startsWith(group + "/");
  }

  private static boolean isPlaced(Scene scene, LiveCandidate candidate, String child) {
    for (Hierarchy hierarchy : scene.host().hierarchies()) {
      String at = candidate.cgroups().get(hierarchy.id());
      if (at == null || !isWithin(at, child)) {
        return false;
      }
    }
    return true;
  }

  /** Those that are there, that we have placed, and that nothing names any more. */
  private static SortedMap<String, String> back(
      Scene scene, Cgroup cgroup, String child, List<LiveCandidate> move) {
    SortedMap<String, String> back = new TreeMap<>();
    Entry entry = scene.entry(cgroup.id());
    if (entry == null) {
      return back;
    }
    SortedSet<String> named = new TreeSet<>();
    for (LiveCandidate candidate : scene.live().candidates()) {
      if (cgroup.processes().matches(candidate.pid(), candidate.uid(), candidate.comm())) {
        named.add(candidate.pid() + " " + candidate.startTime());
      }
    }
    stillThere(scene, child, entry.originals())
        .forEach(
            (key, from) -> {
              String[] words = key.split(" ", -1);
              if (!named.contains(words[1] + " " + words[2])) {
                back.put(key, from);
              }
            });
    return back;
  }

  /** Records of processes that are in the child. */
  public static SortedMap<String, String> stillThere(
      Scene scene, String child, SortedMap<String, String> originals) {
    SortedMap<String, String> there = new TreeMap<>();
    originals.forEach(
        (key, from) -> {
          String[] words = key.split(" ", -1);
          Directory directory =
              key.startsWith(KEY) ? scene.group(child).directories().get(words[3]) : null;
          List<Integer> pids = directory == null ? null : directory.processes().orNull();
          if (pids != null && pids.contains(Integer.valueOf(words[1]))) {
            there.put(key, from);
          }
        });
    return there;
  }

  /** Whether nothing is to be done. */
  public boolean isSettled() {
    return move.isEmpty() && back.isEmpty();
  }

  /** {@code processes: not set -> 2 more}. */
  public List<FieldChange> changes() {
    List<FieldChange> changes = new ArrayList<>();
    for (LiveCandidate candidate : move) {
      changes.add(
          new FieldChange(
              "processes[" + candidate.pid() + "]",
              candidate.cgroups().values().stream().findFirst().orElse(null),
              path,
              Mutability.LIVE,
              Cause.DRIFT,
              false));
    }
    SortedSet<String> pids = new TreeSet<>();
    back.keySet().forEach(key -> pids.add(key.split(" ", -1)[1]));
    for (String pid : pids) {
      changes.add(
          new FieldChange(
              "processes[" + pid + "]", path, null, Mutability.LIVE, Cause.MANIFEST, false));
    }
    return changes;
  }

  /** Which Cgroup of this run a process goes to: the first by name that may have it. */
  static Map<Integer, Cgroup> firsts(Scene scene) {
    Map<Integer, Cgroup> firsts = new HashMap<>();
    for (Resource resource : scene.request().desired().resources().values()) {
      String path = resource instanceof Container ? null : scene.path(resource);
      if (!(resource instanceof Cgroup cgroup) || path == null || cgroup.processes().isEmpty()) {
        continue;
      }
      for (LiveCandidate candidate : scene.live().candidates()) {
        if (cgroup.processes().matches(candidate.pid(), candidate.uid(), candidate.comm())
            && held(scene, cgroup, path, candidate).isEmpty()) {
          firsts.putIfAbsent(candidate.pid(), cgroup);
        }
      }
    }
    return firsts;
  }
}
