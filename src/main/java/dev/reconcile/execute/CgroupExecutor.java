package dev.reconcile.execute;

import dev.reconcile.fields.limits.LimitTable;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import dev.reconcile.plan.Action;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Steps on cgroupfs. */
final class CgroupExecutor {
  /**
   * runc's bounds for a removal that the kernel has not caught up with: 1 ms, doubling, ten times.
   */
  private static final int REMOVE_TRIES = 10;

  private static final long FIRST_PAUSE_NANOS = 1_000_000;

  /**
   * v1 may read FREEZING until every task has stopped, and a group that forks must be emptied
   * again; runc gives the former a thousand looks.
   */
  private static final int LOOKS = 1000;

  private static final String SUBTREE_CONTROL = "cgroup.subtree_control";

  private final CgroupFs cgroups;
  private final CgroupHost host;

  CgroupExecutor(CgroupFs cgroups, CgroupHost host) {
    this.cgroups = cgroups;
    this.host = host;
  }

  void make(Action.MakeCgroup make) throws KernelException {
    String object = make.marks().get(Marks.OBJECT);
    for (Hierarchy hierarchy : make.hierarchies()) {
      if (!cgroups.make(hierarchy, make.path())) {
        checkOurs(hierarchy, make.path(), object == null ? "" : object);
      }
    }
    mark(make.path(), make.hierarchies(), make.marks());
  }

  /**
   * A directory that was there before us is ours only with our mark, or without any mark and empty.
   */
  private void checkOurs(Hierarchy hierarchy, String path, String object) throws KernelException {
    SortedMap<String, String> marks = cgroups.marks(hierarchy, path).orNull();
    String marked = marks == null ? null : marks.get(Marks.OBJECT);
    if (object.equals(marked)) {
      return;
    }
    if (marked != null) {
      throw new KernelException(
          "make", path, "EEXIST", "it belongs to " + marked + "; give this object another path");
    }
    List<Integer> processes = cgroups.processes(hierarchy, path).orNull();
    if (processes == null || !processes.isEmpty() || !cgroups.children(hierarchy, path).isEmpty()) {
      throw new KernelException(
          "make",
          path,
          "EEXIST",
          "it is in use and not ours; remove it or give this object another path");
    }
  }

  /** Whose it is stands on every directory; what else there is to say, on the first hierarchy's. */
  void mark(String path, List<Hierarchy> hierarchies, SortedMap<String, String> marks)
      throws KernelException {
    Hierarchy first = host.first();
    for (Hierarchy hierarchy : hierarchies) {
      for (var mark : Marks.attributes(marks, hierarchy.equals(first)).entrySet()) {
        cgroups.setMark(hierarchy, path, mark.getKey(), mark.getValue());
      }
    }
  }

  /** Whether there is anything below a group, in the hierarchy that every group is in. */
  boolean hasChildren(String path) throws KernelException {
    Hierarchy first = host.first();
    return first != null && !cgroups.children(first, path).isEmpty();
  }

  void enable(Action.EnableControllers enable) throws KernelException {
    Hierarchy unified = host.unified();
    if (unified == null) {
      throw new KernelException(
          "enable controllers in", enable.path(), "ENOENT", "no v2 hierarchy");
    }
    StringBuilder words = new StringBuilder();
    for (String controller : enable.controllers()) {
      words.append(words.isEmpty() ? "+" : " +").append(controller);
    }
    cgroups.write(unified, enable.path(), SUBTREE_CONTROL, words.toString());
    // "cpu memory pids"
    String read = text(cgroups.read(unified, enable.path(), SUBTREE_CONTROL));
    List<String> enabled = read == null ? List.of() : List.of(read.strip().split(" "));
    if (!enabled.containsAll(enable.controllers())) {
      throw new KernelException(
          "enable controllers in",
          enable.path(),
          "",
          "wrote '" + words + "', and the kernel reads back '" + read + "'");
    }
  }

  void write(Action.WriteLimit write) throws KernelException {
    cgroups.write(write.hierarchy(), write.path(), write.file(), write.value());
    checkReadBack(write);
  }

  /** Whether the kernel holds what was written, by us or for us. */
  void checkReadBack(Action.WriteLimit write) throws KernelException {
    String read = readBack(write);
    boolean holds =
        read != null
            && LimitTable.matches(
                write.hierarchy().version(), write.file(), read, write.expected());
    if (!holds) {
      throw new KernelException(
          "set " + String.join(", ", write.fields()) + ": wrote '" + write.value() + "' to",
          write.hierarchy().directory(write.path()) + "/" + write.file(),
          "",
          "the kernel reads back '" + read + "'");
    }
  }

  private @Nullable String readBack(Action.WriteLimit write) throws KernelException {
    String read = null;
    for (int look = 0; look < LOOKS; look++) {
      read = text(cgroups.read(write.hierarchy(), write.path(), write.file()));
      if (!"FREEZING".equals(read)) {
        return read;
      }
      Thread.onSpinWait();
    }
    return read;
  }

  private static @Nullable String text(Reading<String> reading) throws KernelException {
    return switch (reading) {
      case Reading.Present<String>(String value) -> value;
      case Reading.Recorded<String>(String value) -> value;
      case Reading.Absent<String> ignored -> null;
      case Reading.Unreadable<String>(String what, String why) ->
          throw new KernelException("read back", what, why, "");
    };
  }

  void restore(Action.RestoreOriginal restore) throws KernelException {
    if (cgroups.exists(restore.hierarchy(), restore.path())) {
      String value = restore.value().isEmpty() ? "\n" : restore.value();
      cgroups.write(restore.hierarchy(), restore.path(), restore.file(), value);
    }
  }

  /**
   * cgroup.kill where there is v2 (it is race-free); else every process by PID until none is left.
   */
  void kill(Action.KillCgroup kill) throws KernelException {
    for (Hierarchy hierarchy : kill.hierarchies()) {
      if (hierarchy.version() == 2 && cgroups.exists(hierarchy, kill.path())) {
        cgroups.kill(hierarchy, kill.path());
        return;
      }
    }
    for (Hierarchy hierarchy : kill.hierarchies()) {
      cgroups.kill(hierarchy, kill.path());
    }
  }

  void remove(Action.RemoveCgroup remove) throws KernelException {
    for (Hierarchy hierarchy : remove.hierarchies()) {
      removeTree(hierarchy, remove.path(), true);
    }
  }

  /**
   * Removes a group that is no object's. Another run that is waiting for a stop has its helper
   * there: the last one to leave takes it away.
   */
  void removeUnlessBusy(Action.RemoveCgroup remove) throws KernelException {
    try {
      remove(remove);
    } catch (KernelException inUse) {
      if (!inUse.errno().equals("EBUSY")) {
        throw inUse;
      }
    }
  }

  /** Processes go to the root of the hierarchy, groups go. */
  void clear(Action.ClearHierarchy clear) throws KernelException {
    for (String path : clear.paths()) {
      if (cgroups.exists(clear.hierarchy(), path)) {
        empty(clear.hierarchy(), path);
        removeTree(clear.hierarchy(), path, true);
      }
    }
  }

  void join(Action.JoinHierarchies join) throws KernelException {
    for (Hierarchy hierarchy : join.hierarchies()) {
      collect(join.present(), join.path(), hierarchy, join.path());
    }
  }

  private void collect(Hierarchy from, String path, Hierarchy to, String target)
      throws KernelException {
    List<Integer> pids = cgroups.processes(from, path).orNull();
    for (int pid : pids == null ? List.<Integer>of() : pids) {
      move(to, target, pid);
    }
    for (String child : cgroups.children(from, path)) {
      collect(from, path + "/" + child, to, target);
    }
  }

  /** As often as it takes: what forks meanwhile leaves a child behind. */
  private void empty(Hierarchy hierarchy, String path) throws KernelException {
    for (String child : cgroups.children(hierarchy, path)) {
      empty(hierarchy, path + "/" + child);
    }
    for (int look = 0; look < LOOKS; look++) {
      List<Integer> pids = cgroups.processes(hierarchy, path).orNull();
      if (pids == null || pids.isEmpty()) {
        return;
      }
      for (int pid : pids) {
        move(hierarchy, "/", pid);
      }
    }
  }

  private void move(Hierarchy hierarchy, String path, int pid) throws KernelException {
    try {
      cgroups.write(hierarchy, path, "cgroup.procs", Integer.toString(pid));
    } catch (KernelException refused) {
      if (!refused.errno().equals("ESRCH")) {
        throw refused;
      }
    }
  }

  /**
   * Below a container's leaf everything is the container's; elsewhere children are somebody else's.
   */
  private void removeTree(Hierarchy hierarchy, String path, boolean top) throws KernelException {
    if (!cgroups.exists(hierarchy, path)) {
      return;
    }
    SortedMap<String, String> marks = cgroups.marks(hierarchy, path).orNull();
    String object = marks == null ? null : marks.get(Marks.OBJECT);
    boolean container = !top || (object != null && object.startsWith("container/"));
    for (String child : cgroups.children(hierarchy, path)) {
      if (!container) {
        throw new KernelException(
            "remove",
            path,
            "EBUSY",
            "it has a child that is not ours: " + child + "; remove that first");
      }
      removeTree(hierarchy, path + "/" + child, false);
    }
    removeRetrying(hierarchy, path);
  }

  /**
   * Killed processes leave their group a moment after they are gone; the kernel says EBUSY until
   * then.
   */
  private void removeRetrying(Hierarchy hierarchy, String path) throws KernelException {
    long pause = FIRST_PAUSE_NANOS;
    for (int attempt = 1; ; attempt++) {
      try {
        cgroups.remove(hierarchy, path);
        return;
      } catch (KernelException busy) {
        if (!busy.errno().equals("EBUSY") || attempt == REMOVE_TRIES) {
          throw busy;
        }
        LockSupport.parkNanos(pause);
        pause *= 2;
      }
    }
  }
}
