package dev.reconcile.live;

import org.jspecify.annotations.Nullable;

/**
 * A container as the kernel has it.
 *
 * @param leaf its cgroup
 * @param init PID 1 (the process itself with a host PID namespace), alive; null when there is none
 * @param monitor PID of the monitor that holds the lock, 0 when none does
 * @param status last record of the monitor; absent when there is none
 * @param directory whether the container's directory is there
 * @param program whether the program that its monitor would start it from next is in it
 * @param initLayer digest of each init-layer file as it is on disk now, by container path
 */
public record LiveContainer(
    LiveCgroup leaf,
    @Nullable LiveProcess init,
    int monitor,
    Reading<MonitorStatus> status,
    boolean directory,
    boolean program,
    java.util.SortedMap<String, String> initLayer) {}
