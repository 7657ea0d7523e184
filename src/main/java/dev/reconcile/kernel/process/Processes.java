package dev.reconcile.kernel.process;

import dev.reconcile.live.MountEntry;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.util.List;
import java.util.SortedMap;

/** procfs, proc(5): what processes are and have. Reads only. */
public interface Processes {
  /** Our own PID. */
  int self();

  /** {@code /proc/sys/kernel/random/boot_id}. */
  String bootId();

  /** {@code /proc/PID/stat}; absent when there is no such process. */
  Reading<ProcessStat> stat(int pid);

  /**
   * What {@code /proc/PID/stat} says.
   *
   * @param startTime field 22, clock ticks since boot
   * @param state field 3; {@code Z} is a zombie
   * @param parent field 4
   * @param name field 2, without its parentheses
   * @param kernelThread PF_KTHREAD among the flags of field 9
   * @param exiting PF_EXITING among them: what else procfs says of it is no longer true
   */
  record ProcessStat(
      int pid,
      long startTime,
      char state,
      int parent,
      String name,
      boolean kernelThread,
      boolean exiting) {}

  /** Every PID that {@code /proc} shows. */
  List<Integer> all();

  /** The effective UID, second of {@code Uid} in {@code /proc/PID/status}. */
  Reading<Long> uid(int pid);

  /**
   * Inodes of {@code /proc/PID/ns/*}; {@code self} for PID 0. Unreadable with EACCES for PID 1
   * without rights.
   */
  Reading<SortedMap<NamespaceType, Long>> namespaces(int pid);

  /** {@code /proc/PID/mountinfo}. */
  Reading<List<MountEntry>> mounts(int pid);

  /** {@code /proc/PID/cgroup}: hierarchy id ({@code v2}, {@code memory}, …) to path. */
  Reading<SortedMap<String, String>> cgroups(int pid);

  /**
   * {@code /proc/PID/limits}: type such as {@code NOFILE} to {@code SOFT HARD}, {@code max} for
   * unlimited.
   */
  Reading<SortedMap<String, String>> rlimits(int pid);

  /**
   * {@code NSpid} of {@code /proc/PID/status}: the PID in every PID namespace it is in, ours first.
   * A container's PID 1 ends in 1.
   */
  Reading<List<Integer>> namespacePids(int pid);

  /** The host name in that process's UTS namespace. */
  Reading<String> hostname(int pid, long startTime);

  /** Effective capabilities that we lack, without {@code CAP_}. */
  List<String> missingCapabilities();
}
