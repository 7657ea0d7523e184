package dev.reconcile.kernel.cgroup;

import dev.reconcile.live.Hierarchy;
import java.util.Set;

/**
 * Tells to which groups something was done, by whom ever: a file written, a process attached, a
 * mark set, a group made, renamed or removed. What is told has been done before it is asked for;
 * for one thread at a time.
 */
public interface GroupWatch extends AutoCloseable {
  /**
   * News since the last time.
   *
   * @param all some were lost: anything may have happened anywhere
   * @param groups cgroup paths, in whatever hierarchy, whose directory is not as it was
   * @param trees cgroup paths where all that is below may have changed as well: it came, went or
   *     was renamed, or a file was written that acts on groups below
   */
  record News(boolean all, Set<String> groups, Set<String> trees) {
    public News {
      groups = Set.copyOf(groups);
      trees = Set.copyOf(trees);
    }
  }

  /** What became of a wish to be told. */
  enum Outcome {
    WATCHED,
    /** There is no such directory; the watch above it will tell when there is. */
    ABSENT,
    /** Not to be had, such as more watches than the user may have. */
    REFUSED
  }

  /** Tells of a directory from now on, whether it is the one of before or another by its name. */
  Outcome add(Hierarchy hierarchy, String path);

  /** Tells of a path no more, in no hierarchy. */
  void drop(String path);

  /** Reads what has been told. */
  News news();

  @Override
  void close();
}
