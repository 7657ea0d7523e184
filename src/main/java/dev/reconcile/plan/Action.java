package dev.reconcile.plan;

import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCandidate;
import dev.reconcile.model.Container;
import dev.reconcile.model.Owner;
import java.util.List;
import java.util.SortedMap;

/**
 * One thing to do to the kernel or to a directory of ours. Every action is idempotent: doing it
 * again after a crash changes nothing more.
 */
public sealed interface Action {
  /**
   * mkdir in every given hierarchy, then the marks. An existing directory is fine when it is ours
   * or empty.
   */
  record MakeCgroup(String path, List<Hierarchy> hierarchies, SortedMap<String, String> marks)
      implements Action {}

  /** Put marks on a directory that exists, in every given hierarchy. */
  record MarkCgroup(String path, List<Hierarchy> hierarchies, SortedMap<String, String> marks)
      implements Action {}

  /** {@code +controller …} in {@code cgroup.subtree_control} of a v2 directory. */
  record EnableControllers(String path, List<String> controllers) implements Action {}

  /**
   * One write to one control file, then its read-back.
   *
   * @param fields manifest fields that it carries
   * @param file such as {@code memory.max}
   * @param value one write(2), without newline; of v1's {@code devices.list} a line for each, see
   *     {@link dev.reconcile.fields.limits.DeviceChange}
   * @param expected what the kernel must read back
   */
  record WriteLimit(
      String path,
      Hierarchy hierarchy,
      String file,
      String value,
      String expected,
      List<String> fields)
      implements Action {}

  /**
   * Like the write that it carries, but by the unit that the group is: systemd writes the file.
   *
   * @param assignments such as {@code MemoryMax=268435456}
   */
  record SetUnitProperties(String unit, List<String> assignments, WriteLimit write)
      implements Action {}

  /**
   * A unit's properties go back to what they were, and are no longer set by us.
   *
   * @param properties such as {@code MemoryMax}
   * @param assignments their former values; empty where the group is not there
   */
  record ResetUnitProperties(String unit, List<String> properties, List<String> assignments)
      implements Action {}

  /** Have systemd make a group and leave it to us, then the marks. */
  record Delegate(String path, List<Hierarchy> hierarchies, SortedMap<String, String> marks)
      implements Action {}

  /** Give such a group back; systemd removes it. */
  record EndDelegation(String path) implements Action {}

  /**
   * rmdir in every hierarchy where it is, when it bears our mark. Never with children or processes.
   */
  record RemoveCgroup(String path, List<Hierarchy> hierarchies) implements Action {}

  /** Directories, init layer and container program, on disk. */
  record PrepareContainer(Container container, String leaf) implements Action {}

  /** A monitor, and through it PID 1. */
  record StartContainer(Container container, String leaf) implements Action {}

  /** A monitor for a PID 1 that has lost its own. */
  record AdoptContainer(Container container, int pid, long startTime) implements Action {}

  /** Rewrite init-layer files in place. */
  record RewriteInitFiles(Container container, List<String> paths) implements Action {}

  /**
   * A signal to PID 1, after its files have changed. A crash before it loses it: the files are then
   * as they should be, and nothing tells that the process has not read them.
   *
   * @param signal without {@code SIG}
   */
  record SignalProcess(Container container, int pid, long startTime, String signal)
      implements Action {}

  /** Rewrite the container program; the monitor reads it again, if there is one (0: none yet). */
  record ReloadMonitor(Container container, String leaf, int monitor) implements Action {}

  /** sethostname in the container's UTS namespace. */
  record SetHostname(Container container, int pid, long startTime, String hostname)
      implements Action {}

  /** prlimit on PID 1. */
  record SetRlimit(
      Container container, int pid, long startTime, String type, String soft, String hard)
      implements Action {}

  /**
   * Tell the monitor to stop its container; it takes at most the grace period. The run waits
   * outside the lock.
   */
  record StopContainer(String name, int monitor) implements Action {}

  /** Kill what is left in a leaf that has no monitor. The run waits outside the lock. */
  record KillCgroup(String path, List<Hierarchy> hierarchies) implements Action {}

  /**
   * Remove the container directory.
   *
   * @param keepWritable keep {@code upper} and {@code work} of a persistent layer
   */
  record RemoveContainerFiles(String name, boolean keepWritable) implements Action {}

  /** Restore a file of an adopted group to what it was. */
  record RestoreOriginal(String path, Hierarchy hierarchy, String file, String value)
      implements Action {}

  /**
   * mkdir of what is missing, then mount(2) of cgroupfs.
   *
   * @param hierarchy as it will be, with its mount point
   * @param source what the mount table shows as the source, by which we know our own
   * @param options of v2
   * @param directories to be made, highest first
   */
  record MountHierarchy(
      Hierarchy hierarchy, String source, List<String> options, List<String> directories)
      implements Action {}

  /**
   * Move the processes of a group, and of those below it, into it in hierarchies that were mounted
   * later, or that they have been moved out of.
   *
   * @param present where its processes are to be found
   */
  record JoinHierarchies(String path, Hierarchy present, List<Hierarchy> hierarchies)
      implements Action {}

  /**
   * Move existing processes in, one write per process and hierarchy; who has ended meanwhile, or
   * has given its PID to somebody else, is left out.
   */
  record PlaceProcesses(String path, List<Hierarchy> hierarchies, List<LiveCandidate> processes)
      implements Action {}

  /**
   * Move processes back to where they came from, or to what is left above it.
   *
   * @param origins {@code process PID START HIERARCHY} to the path
   * @param all also those that were born inside: to the root
   */
  record ReturnProcesses(
      String path, List<Hierarchy> hierarchies, SortedMap<String, String> origins, boolean all)
      implements Action {}

  /** Options of v2, for all of its mounts. */
  record SetHierarchyOptions(String mountPoint, List<String> options) implements Action {}

  /**
   * Remove our groups from one hierarchy; the processes in them go to its root.
   *
   * @param paths those below before those above
   */
  record ClearHierarchy(Hierarchy hierarchy, List<String> paths) implements Action {}

  /**
   * umount2(2) of our own mount, then rmdir of what we made for it, as far as it is empty.
   *
   * @param source of the mount, by which we know it
   * @param released the last mount: the kernel is to give the hierarchy up
   * @param directories lowest first
   */
  record UnmountHierarchy(
      Hierarchy hierarchy, String source, boolean released, List<String> directories)
      implements Action {}

  /**
   * Nothing on the kernel: the object lives in the inventory alone (Rootfs, Sync), or only its
   * owner changed.
   */
  record Record(Owner owner) implements Action {}
}
