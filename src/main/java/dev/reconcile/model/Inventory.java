package dev.reconcile.model;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
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
   * @param givenUp specs that earlier runs set out to apply before another was intended: what they
   *     made may still be there. One of those that leave the same; oldest first; empty once
   *     something has been confirmed
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
      List<Resource> givenUp,
      boolean deleting,
      SortedMap<String, String> originals,
      long updatedMillis) {
    public Entry {
      givenUp = List.copyOf(givenUp);
      originals = Collections.unmodifiableSortedMap(new TreeMap<>(originals));
    }

    /** Spelled out, as {@link Value} does. */
    @Override
    public boolean equals(@Nullable Object other) {
      return this == other
          || (other instanceof Entry entry
              && owner.equals(entry.owner)
              && areEqual(applied, entry.applied)
              && areEqual(intended, entry.intended)
              && givenUp.equals(entry.givenUp)
              && deleting == entry.deleting
              && originals.equals(entry.originals)
              && updatedMillis == entry.updatedMillis);
    }

    /** A record generates its comparison at the first use, in milliseconds: null needs none. */
    private static boolean areEqual(@Nullable Resource one, @Nullable Resource other) {
      return one == other || (one != null && other != null && one.equals(other));
    }

    @Override
    public int hashCode() {
      return Objects.hash(owner, applied, intended, givenUp, deleting, originals, updatedMillis);
    }

    /** Whether this very spec was confirmed for that owner, and nobody has set out to do else. */
    public boolean isAt(Owner who, Resource wanted) {
      return owner.equals(who)
          && intended == null
          && givenUp.isEmpty()
          && !deleting
          && wanted.equals(applied);
    }

    /** One of which nothing has been given up. */
    public Entry(
        Owner owner,
        @Nullable Resource applied,
        @Nullable Resource intended,
        boolean deleting,
        SortedMap<String, String> originals,
        long updatedMillis) {
      this(owner, applied, intended, List.of(), deleting, originals, updatedMillis);
    }

    /** The newest spec known: intended, else applied; null for a torn entry. */
    public @Nullable Resource newest() {
      return intended != null ? intended : applied;
    }

    /** Every spec that the host may have something of: applied, intended, given up. */
    public List<Resource> versions() {
      List<Resource> versions = new ArrayList<>(2 + givenUp.size());
      if (applied != null) {
        versions.add(applied);
      }
      if (intended != null) {
        versions.add(intended);
      }
      versions.addAll(givenUp);
      return versions;
    }

    /** The same with another intention; the one before is given up unless it is as good. */
    public Entry intending(
        Owner owner, Resource next, SortedMap<String, String> originals, long nowMillis) {
      List<Resource> left = new ArrayList<>(givenUp);
      if (intended != null) {
        Resource newest = intended;
        left.removeIf(old -> leavesTheSame(old, newest));
        left.add(newest);
      }
      left.removeIf(old -> old.spec().equals(next.spec()) || isApplied(old));
      return new Entry(owner, applied, next, left, false, originals, nowMillis);
    }

    /** Of those alike the newest is enough: a spec that never comes true may be one of hundreds. */
    private static boolean leavesTheSame(Resource old, Resource newer) {
      return switch (old) {
        case Cgroup cgroup ->
            newer instanceof Cgroup other
                && Objects.equals(cgroup.path(), other.path())
                && Objects.equals(cgroup.parent(), other.parent())
                && Objects.equals(cgroup.user(), other.user())
                && cgroup.limits().values().keySet().equals(other.limits().values().keySet())
                && cgroup.limits().raw().keySet().equals(other.limits().raw().keySet());
        case Container container ->
            newer instanceof Container other && Objects.equals(container.cgroup(), other.cgroup());
        case Rootfs ignored -> true;
        case CgroupHierarchy ignored -> false;
        case Sync ignored -> false;
      };
    }

    /** The same once a run has set out to delete it. */
    public Entry going(long nowMillis) {
      return new Entry(owner, applied, intended, givenUp, true, originals, nowMillis);
    }

    private boolean isApplied(Resource version) {
      return applied != null && applied.spec().equals(version.spec());
    }

    /** Without intentions, where anything has been confirmed: they are no history. */
    public Entry confirmed() {
      return applied == null || (intended == null && givenUp.isEmpty())
          ? this
          : new Entry(owner, applied, null, deleting, originals, updatedMillis);
    }
  }

  /** The same with what has been confirmed alone, where anything has. */
  public Inventory confirmed() {
    SortedMap<ResourceId, Entry> confirmed = new TreeMap<>(entries);
    confirmed.replaceAll((id, entry) -> entry.confirmed());
    return new Inventory(serial, bootId, confirmed);
  }
}
