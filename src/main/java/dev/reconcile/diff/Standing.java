package dev.reconcile.diff;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import java.util.SortedMap;

/** Whose a cgroup path is, by the marks on its directories in all hierarchies. */
public sealed interface Standing {
  /** In no hierarchy. */
  record Absent() implements Standing {}

  /** Ours; in some hierarchies it may be missing or not yet marked. */
  record Ours() implements Standing {}

  /** There, without a mark of ours. */
  record Unmarked() implements Standing {}

  /**
   * Marked as something else.
   *
   * @param object its identity
   * @param stateDir of the program that made it
   */
  record Foreign(String object, String stateDir) implements Standing {}

  /** Its marks could not be read. */
  record Unknown(String what, String why) implements Standing {}

  /**
   * Reads the marks.
   *
   * @param object whom it should belong to, such as {@code cgroup/app}
   */
  static Standing of(LiveCgroup group, String object, String stateDir) {
    Standing standing = group.isAbsent() ? new Absent() : new Unmarked();
    for (Directory directory : group.directories().values()) {
      if (directory.marks()
          instanceof Reading.Unreadable<SortedMap<String, String>>(String what, String why)) {
        return new Unknown(what, why);
      }
      SortedMap<String, String> marks = directory.marks().orNull();
      String marked = marks == null ? null : marks.get(Marks.OBJECT);
      if (marks == null || marked == null) {
        continue;
      }
      String theirs = marks.getOrDefault(Marks.STATE_DIR, stateDir);
      if (!marked.equals(object) || !theirs.equals(stateDir)) {
        return new Foreign(marked, theirs);
      }
      standing = new Ours();
    }
    return standing;
  }

  /**
   * Whether a group at an owned object's path is the object's, to remove or to make whole: marked
   * so, or torn, that is left by a crash between mkdir(2) and setxattr(2), with nobody in it.
   */
  public static boolean isOurs(LiveCgroup group, String object, String stateDir) {
    return switch (of(group, object, stateDir)) {
      case Ours ignored -> true;
      case Unmarked ignored -> !isInUse(group);
      case Absent ignored -> false;
      case Foreign ignored -> false;
      case Unknown ignored -> false;
    };
  }

  /** Whether somebody uses it: it has processes or children, or that could not be read. */
  static boolean isInUse(LiveCgroup group) {
    for (Directory directory : group.directories().values()) {
      java.util.List<Integer> processes = directory.processes().orNull();
      boolean none =
          directory.processes() instanceof Reading.Absent
              || (processes != null && processes.isEmpty());
      if (!none || !directory.children().isEmpty()) {
        return true;
      }
    }
    return false;
  }
}
