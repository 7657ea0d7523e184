package dev.reconcile.live;

import dev.reconcile.model.NamespaceType;
import java.util.List;
import java.util.SortedMap;

/**
 * PID 1 of a container, from outside.
 *
 * @param pid on the host
 * @param startTime field 22 of {@code /proc/PID/stat}, clock ticks since boot: a PID counts only
 *     with it
 * @param state one letter of proc_pid_stat(5)
 * @param strayed hierarchies where it is not in its leaf, nor below it, to where it is: somebody
 *     has moved it
 * @param namespaces inode of every namespace
 * @param mounts its mount table
 * @param hostname in its UTS namespace
 * @param rlimits {@code /proc/PID/limits}: type such as {@code NOFILE} to {@code SOFT HARD}, {@code
 *     max} for unlimited
 */
public record LiveProcess(
    int pid,
    long startTime,
    char state,
    SortedMap<String, String> strayed,
    Reading<SortedMap<NamespaceType, Long>> namespaces,
    Reading<List<MountEntry>> mounts,
    Reading<String> hostname,
    Reading<SortedMap<String, String>> rlimits) {}
