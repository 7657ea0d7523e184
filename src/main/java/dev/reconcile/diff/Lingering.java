package dev.reconcile.diff;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.CgroupHierarchy;
import java.util.ArrayList;
import java.util.List;

/**
 * Hierarchies that the kernel keeps although nothing mounts them: something of them was not
 * released when they were unmounted, or another mount namespace has them.
 */
public final class Lingering {
  private Lingering() {}

  /** Of hierarchies that have just been deleted. */
  public static List<String> notes(ChangeSet changes, LiveState after) {
    List<String> notes = new ArrayList<>();
    for (Change change : changes.changes().values()) {
      if (change instanceof Change.Delete delete
          && delete.entry().newest() instanceof CgroupHierarchy deleted
          && lingers(deleted, after)) {
        notes.add(
            delete.id()
                + ": Lingering: the kernel keeps the hierarchy "
                + id(deleted, after)
                + " although it is mounted nowhere here; "
                + NEXT_MOVE);
      }
    }
    return notes;
  }

  /** What frees one. */
  public static final String NEXT_MOVE =
      "end the processes and groups that it had (zombies count), unmount it in other mount"
          + " namespaces, or mount it and unmount it once more";

  /** Whether the kernel has it, and nobody mounts it where we are; v2 is always there. */
  public static boolean lingers(CgroupHierarchy hierarchy, LiveState live) {
    String id = id(hierarchy, live);
    return hierarchy.version() == 1
        && live.hierarchies().attached().contains(id)
        && live.hierarchies().of(id).isEmpty();
  }

  private static String id(CgroupHierarchy hierarchy, LiveState live) {
    Hierarchy wanted = HierarchyForecast.hierarchy(hierarchy, live);
    return wanted.id();
  }
}
