package dev.reconcile.model;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What we own; never what is. Written ahead of every change with the union of old and new, so that
 * what a crash leaves behind is still owned.
 *
 * @param serial grows with every write
 * @param bootId {@code /proc/sys/kernel/random/boot_id} at the last write; another one now means
 *     that cgroups, mounts and processes are gone and directories are not
 * @param entries by identity
 */
public record Inventory(long serial, String bootId, SortedMap<ResourceId, Entry> entries) {
  public static final Inventory EMPTY = new Inventory(0, "", new TreeMap<>());

  public Inventory {
    entries = Collections.unmodifiableSortedMap(new TreeMap<>(entries));
  }

  /**
   * One owned object.
   *
   * @param owner who owns it
   * @param applied the spec that was confirmed last; null before the first success
   * @param intended the spec that a run set out to apply and has not confirmed; null when none
   * @param deleting a run has set out to delete it
   * @param originals what was before us: of an adopted Cgroup limits ({@code
   *     memory/app.slice/memory.high}, hierarchy, path and file), of a CgroupHierarchy its mount
   *     options and the directories that were not there
   * @param updatedMillis last change, milliseconds since the epoch
   */
  public record Entry(
      Owner owner,
      @Nullable Resource applied,
      @Nullable Resource intended,
      boolean deleting,
      SortedMap<String, String> originals,
      long updatedMillis) {
    public Entry {
      originals = Collections.unmodifiableSortedMap(new TreeMap<>(originals));
    }

    /** The newest spec known: intended, else applied; null for a torn entry. */
    public @Nullable Resource newest() {
      return intended != null ? intended : applied;
    }
  }
}
