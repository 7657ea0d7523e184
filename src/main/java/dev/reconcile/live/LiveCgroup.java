package dev.reconcile.live;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A cgroup path as it is in every hierarchy.
 *
 * @param path absolute cgroup path, without a mount point
 * @param directories hierarchy id ({@link Hierarchy#id}) to what is there; a hierarchy without the
 *     directory has no entry
 */
public record LiveCgroup(String path, SortedMap<String, Directory> directories) {
  public LiveCgroup {
    directories = Collections.unmodifiableSortedMap(new TreeMap<>(directories));
  }

  /** Whether the directory is in no hierarchy at all. */
  public boolean isAbsent() {
    return directories.isEmpty();
  }

  /**
   * v2 {@code cgroup.freeze}: {@code 1}; v1 {@code freezer.state}: {@code FROZEN} or {@code
   * FREEZING}, for a group below a frozen one as well.
   */
  public boolean isFrozen() {
    for (Directory directory : directories.values()) {
      String state = directory.text("freezer.state");
      if ("1".equals(directory.text("cgroup.freeze"))
          || "FROZEN".equals(state)
          || "FREEZING".equals(state)) {
        return true;
      }
    }
    return false;
  }

  /**
   * The directory in one hierarchy.
   *
   * @param marks our extended attributes without their prefix {@code trusted.reconcile.}; see
   *     {@link Marks}
   * @param files kernel file name to content without the last newline, for the files asked for
   * @param processes PIDs in {@code cgroup.procs}
   * @param children names of child directories
   */
  public record Directory(
      Reading<SortedMap<String, String>> marks,
      SortedMap<String, Reading<String>> files,
      Reading<List<Integer>> processes,
      List<String> children) {
    public Directory {
      files = Collections.unmodifiableSortedMap(new TreeMap<>(files));
      children = List.copyOf(children);
    }

    private @Nullable String text(String file) {
      Reading<String> reading = files.get(file);
      return reading == null ? null : reading.orNull();
    }
  }
}
