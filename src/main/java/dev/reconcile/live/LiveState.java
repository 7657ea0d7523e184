package dev.reconcile.live;

import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One look at the host, at what the desired and the owned objects need.
 *
 * @param bootId {@code /proc/sys/kernel/random/boot_id}
 * @param host its hierarchies
 * @param ownNamespaces of the observer
 * @param cgroups by cgroup path: those of Cgroup objects, the cgroup root, {@code .monitors}, and
 *     every ancestor that matters
 * @param containers by identity
 * @param hostResolvConf the host's {@code /etc/resolv.conf}, which init layers follow
 * @param missingCapabilities capabilities(7) that we lack, without {@code CAP_}
 */
public record LiveState(
    String bootId,
    CgroupHost host,
    Reading<SortedMap<NamespaceType, Long>> ownNamespaces,
    SortedMap<String, LiveCgroup> cgroups,
    SortedMap<ResourceId, LiveContainer> containers,
    Reading<String> hostResolvConf,
    List<String> missingCapabilities) {
  public LiveState {
    cgroups = Collections.unmodifiableSortedMap(new TreeMap<>(cgroups));
    containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
    missingCapabilities = List.copyOf(missingCapabilities);
  }
}
