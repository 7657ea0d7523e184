package dev.reconcile.live;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What mounting cgroupfs has to know of the host.
 *
 * @param mounts the mount table, in the kernel's order
 * @param attached ids of the hierarchies that the kernel has, mounted or not: the second column of
 *     {@code /proc/self/cgroup}, {@code v2} for an empty one
 * @param known controllers that v1 can have, in the kernel's order: the enabled rows of {@code
 *     /proc/cgroups}
 * @param noV1 what was kept from v1 at boot
 * @param features words of {@code /sys/kernel/cgroup/features}: mount options of v2
 * @param directories which of the mount points asked for, and of the directories above them, exist
 */
public record LiveHierarchies(
    List<MountEntry> mounts,
    SortedSet<String> attached,
    List<String> known,
    NoV1 noV1,
    List<String> features,
    SortedSet<String> directories) {
  /** Nobody asked. */
  public static final LiveHierarchies NONE =
      new LiveHierarchies(
          List.of(), new TreeSet<>(), List.of(), NoV1.NOTHING, List.of(), new TreeSet<>());

  public LiveHierarchies {
    mounts = List.copyOf(mounts);
    attached = Collections.unmodifiableSortedSet(new TreeSet<>(attached));
    known = List.copyOf(known);
    features = List.copyOf(features);
    directories = Collections.unmodifiableSortedSet(new TreeSet<>(directories));
  }

  /** What a path walk to a mount point ends in; null when nothing is mounted there. */
  public @Nullable MountEntry at(String mountPoint) {
    MountEntry top = null;
    for (MountEntry mount : mounts) {
      boolean higher = top == null || mount.parent() == top.id() || mount.id() > top.id();
      if (mount.mountPoint().equals(mountPoint) && higher) {
        top = mount;
      }
    }
    return top;
  }

  /** Every mount that shows the whole of a hierarchy. */
  public List<MountEntry> of(String hierarchy) {
    return mounts.stream()
        .filter(mount -> mount.root().equals("/") && hierarchy.equals(idOf(mount)))
        .toList();
  }

  /** The hierarchy that is mounted; null for other file systems. */
  public static @Nullable String idOf(MountEntry mount) {
    return mount.isCgroup() ? Hierarchy.of(mount, List.of()).id() : null;
  }
}
