package dev.reconcile.observe;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.cgroup.GroupWatch;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.LiveState;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.ResourceId;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stays of a look in a process that looks again and again. Who finds just what was there
 * before gets the same objects again, so that whoever is to conclude something from them sees at
 * once that it has.
 */
final class LastLook {
  /** However sure it is, it looks at everything as if for the first time so often. */
  private static final long RESYNC_NANOS = Duration.ofMinutes(10).toNanos();

  /**
   * Of the files that the process may have open, those for limits. Alarms take a few for each
   * group.
   */
  private static final double SHARE_OF_FILES = 0.6;

  private final GroupMemory groups;
  private long since = System.nanoTime();
  private @Nullable Asked asked;
  private @Nullable LiveState live;

  private record Asked(
      DesiredState desired,
      Inventory inventory,
      @Nullable Set<ResourceId> scope,
      Question question) {
    boolean isFor(DesiredState wanted, Inventory owned, @Nullable Set<ResourceId> within) {
      return inventory == owned && Objects.equals(scope, within) && desired.equals(wanted);
    }
  }

  private LastLook(GroupMemory groups) {
    this.groups = groups;
  }

  /** Null where the kernel does not tell what happens to groups. */
  static @Nullable LastLook begin(Kernel kernel) throws KernelException {
    GroupWatch watch = kernel.cgroups().watch();
    return watch == null
        ? null
        : new LastLook(new GroupMemory(kernel.cgroups(), watch, mostOpen(kernel)));
  }

  private static int mostOpen(Kernel kernel) {
    var limits = kernel.processes().rlimits(0).orNull();
    String files = limits == null ? null : limits.get("NOFILE");
    // "20000 20000": soft and hard. Without any the system's own bound is far away.
    String soft = files == null ? "0" : files.split(" ", 2)[0];
    return soft.equals("max")
        ? Integer.MAX_VALUE
        : (int) Math.min(Integer.MAX_VALUE, Long.parseLong(soft) * SHARE_OF_FILES);
  }

  /** What is known of groups when a look begins. */
  GroupMemory groups(CgroupHost host, Set<String> borrowed) {
    if (System.nanoTime() - since > RESYNC_NANOS) {
      groups.forget();
      since = System.nanoTime();
    }
    groups.begin(host, borrowed);
    return groups;
  }

  /** The question that comes of these, the same as the last time if they are. */
  Question question(
      DesiredState desired,
      Inventory inventory,
      @Nullable Set<ResourceId> scope,
      String cgroupRoot) {
    if (asked == null || !asked.isFor(desired, inventory, scope)) {
      asked =
          new Asked(desired, inventory, scope, Question.of(desired, inventory, scope, cgroupRoot));
    }
    return asked.question;
  }

  /** What was found, or the equal one of the last time. */
  LiveState found(LiveState now) {
    if (live == null || !live.equals(now)) {
      live = now;
    }
    return live;
  }
}
