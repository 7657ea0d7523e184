package dev.reconcile.live;

import java.util.List;

/**
 * A line of {@code /proc/PID/mountinfo}, proc_pid_mountinfo(5).
 *
 * @param id mount ID
 * @param parent parent's mount ID
 * @param device {@code MAJOR:MINOR}
 * @param root of the mount within the file system
 * @param mountPoint relative to the process's root, unescaped
 * @param options per-mount options
 * @param propagation optional fields such as {@code shared:1}, {@code master:2}
 * @param fsType file system type
 * @param source mount source
 * @param superOptions per-superblock options
 */
public record MountEntry(
    int id,
    int parent,
    String device,
    String root,
    String mountPoint,
    List<String> options,
    List<String> propagation,
    String fsType,
    String source,
    List<String> superOptions) {
  /** Whether it shows a cgroup hierarchy, of either version. */
  public boolean isCgroup() {
    return fsType.equals("cgroup") || fsType.equals("cgroup2");
  }
}
