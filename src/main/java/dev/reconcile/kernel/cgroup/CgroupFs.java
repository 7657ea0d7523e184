package dev.reconcile.kernel.cgroup;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Controller;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostPart;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.NoV1;
import dev.reconcile.live.Reading;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * cgroupfs, cgroups(7). Paths are absolute cgroup paths below a hierarchy's root, such as {@code
 * /reconcile/web}. One implementation is the kernel's, one is a fake that injects faults.
 */
public interface CgroupFs {
  /**
   * What is mounted, from {@code /proc/self/mountinfo} and the v2 root's {@code
   * cgroup.controllers}.
   */
  CgroupHost host() throws KernelException;

  /**
   * What there is of the parts that limits name.
   *
   * @param asked kinds to look at, and names that are to be found if they are there
   */
  HostParts parts(Map<HostPart, SortedSet<String>> asked);

  /** The controllers that the kernel knows, {@code /proc/cgroups}. */
  Reading<List<Controller>> controllers();

  /** What it was told to keep from v1, {@code /proc/cmdline}. */
  Reading<NoV1> noV1();

  /** Mount options of v2 that the kernel knows, {@code /sys/kernel/cgroup/features}. */
  Reading<List<String>> features();

  /** Whether the directory is there. */
  boolean exists(Hierarchy hierarchy, String path);

  /**
   * Makes one directory; its parent must be there.
   *
   * @return false when it was there already
   */
  boolean make(Hierarchy hierarchy, String path) throws KernelException;

  /** Removes one directory; absent is fine. EBUSY with children or processes. */
  void remove(Hierarchy hierarchy, String path) throws KernelException;

  /** Content without the last newline. */
  Reading<String> read(Hierarchy hierarchy, String path, String file);

  /**
   * One write(2). Never creates the file; an empty value is a programmer's error (it sets memory
   * files to 0).
   */
  void write(Hierarchy hierarchy, String path, String file, String value) throws KernelException;

  /** Names of child directories, sorted; empty when the directory is absent. */
  List<String> children(Hierarchy hierarchy, String path) throws KernelException;

  /** PIDs in {@code cgroup.procs}, sorted, without repeats. */
  Reading<List<Integer>> processes(Hierarchy hierarchy, String path);

  /**
   * SIGKILL to every process inside: {@code cgroup.kill} on v2, PID by PID on v1. They may take a
   * moment to go.
   */
  void kill(Hierarchy hierarchy, String path) throws KernelException;

  /**
   * Our marks, without their prefix; see {@link dev.reconcile.live.Marks}. Absent with the
   * directory.
   */
  Reading<SortedMap<String, String>> marks(Hierarchy hierarchy, String path);

  /** Sets one attribute, replacing an older value; {@link dev.reconcile.live.Marks#attributes}. */
  void setMark(Hierarchy hierarchy, String path, String name, String value) throws KernelException;

  /**
   * A directory, if it is there, and which of its files are to be read.
   *
   * @param files names without slashes; many questions share one set
   */
  record Wanted(Hierarchy hierarchy, String path, SortedSet<String> files) {}

  /**
   * To be called before so many directories are looked at, as soon as that is known: what the look
   * needs starts beside the caller.
   */
  default void expect(int directories) {}

  /**
   * Looks at many directories: at each as {@link #marks}, {@link #read}, {@link #processes} and
   * {@link #children} do.
   *
   * @param inAll about how many are asked for in one go, these among them: what is worth its while
   *     for many is not for a few
   * @return in the order of the questions; null for a directory that is not there
   */
  default List<@Nullable Directory> look(List<Wanted> wanted, int inAll) throws KernelException {
    List<@Nullable Directory> found = new ArrayList<>(wanted.size());
    for (Wanted directory : wanted) {
      found.add(look(directory));
    }
    return found;
  }

  /** Looks at one directory; null when it is not there. */
  default @Nullable Directory look(Wanted wanted) throws KernelException {
    Hierarchy hierarchy = wanted.hierarchy();
    String path = wanted.path();
    Reading<SortedMap<String, String>> marks = marks(hierarchy, path);
    if (marks instanceof Reading.Absent
        || (marks instanceof Reading.Unreadable && !exists(hierarchy, path))) {
      return null;
    }
    SortedMap<String, Reading<String>> texts = new TreeMap<>();
    for (String file : wanted.files()) {
      texts.put(file, read(hierarchy, path, file));
    }
    return new Directory(marks, texts, processes(hierarchy, path), children(hierarchy, path));
  }

  /** Tells of what happens to groups from now on; null for a host that nothing happens to. */
  default @Nullable GroupWatch watch() throws KernelException {
    return null;
  }

  /** A control file to be read again and again; null where only {@link #read} can read it. */
  default @Nullable KeptFile keep(Hierarchy hierarchy, String path, String file) {
    return null;
  }
}
