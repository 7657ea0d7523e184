package dev.reconcile.live;

import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

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
 * @param parts of the host that limits name
 * @param missingCapabilities capabilities(7) that we lack, without {@code CAP_}
 * @param hierarchies for CgroupHierarchy objects; {@link LiveHierarchies#NONE} without any
 * @param candidates processes that Cgroups name, by PID
 */
public record LiveState(
    String bootId,
    CgroupHost host,
    Reading<SortedMap<NamespaceType, Long>> ownNamespaces,
    SortedMap<String, LiveCgroup> cgroups,
    SortedMap<ResourceId, LiveContainer> containers,
    Reading<String> hostResolvConf,
    HostParts parts,
    List<String> missingCapabilities,
    LiveHierarchies hierarchies,
    List<LiveCandidate> candidates) {
  public LiveState {
    cgroups = Collections.unmodifiableSortedMap(new TreeMap<>(cgroups));
    containers = Collections.unmodifiableSortedMap(new TreeMap<>(containers));
    missingCapabilities = List.copyOf(missingCapabilities);
    candidates = List.copyOf(candidates);
  }

  /**
   * The highest frozen group at or above a container's leaf, null when there is none. On v1 all
   * below it read {@code FROZEN} as well.
   */
  public @Nullable String frozen(LiveCgroup leaf) {
    String path = leaf.path();
    String frozen = leaf.isFrozen() ? path : null;
    for (int end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
      LiveCgroup above = cgroups.get(path.substring(0, end));
      frozen = above != null && above.isFrozen() ? above.path() : frozen;
    }
    return frozen;
  }

  /** The same with other groups and containers. */
  public LiveState with(
      SortedMap<String, LiveCgroup> otherCgroups,
      SortedMap<ResourceId, LiveContainer> otherContainers) {
    return new LiveState(
        bootId,
        host,
        ownNamespaces,
        otherCgroups,
        otherContainers,
        hostResolvConf,
        parts,
        missingCapabilities,
        hierarchies,
        candidates);
  }

  /** The same with other hierarchies mounted. */
  public LiveState with(CgroupHost other) {
    return new LiveState(
        bootId,
        other,
        ownNamespaces,
        cgroups,
        containers,
        hostResolvConf,
        parts,
        missingCapabilities,
        hierarchies,
        candidates);
  }
}
