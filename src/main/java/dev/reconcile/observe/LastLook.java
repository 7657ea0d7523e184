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
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stays of a look in a process that looks again and again. Who finds just what was there
 * before gets the same objects again, so that whoever is to conclude something from them sees at
 * once that it has.
 */
final class LastLook implements AutoCloseable {
  /** However sure it is, it looks at everything as if for the first time so often. */
  private static final long RESYNC_NANOS = Duration.ofMinutes(10).toNanos();

  /**
   * Of the files that the process may have open, those for limits. Alarms take a few for each
   * group.
   */
  private static final double SHARE_OF_FILES = 0.65;

  /** Syncs look in turn, each with its own objects; and one that heals, with some of them. */
  private static final int MOST_QUESTIONS = 4;

  private final GroupMemory groups;
  private final Deque<Asked> recent = new ArrayDeque<>();
  private long since = System.nanoTime();

  /** A question, and what the last look with it found. */
  private static final class Asked {
    final DesiredState desired;
    final Inventory inventory;
    final @Nullable Set<ResourceId> scope;
    final Question question;
    @Nullable LiveState live;

    Asked(
        DesiredState desired,
        Inventory inventory,
        @Nullable Set<ResourceId> scope,
        Question question) {
      this.desired = desired;
      this.inventory = inventory;
      this.scope = scope;
      this.question = question;
    }

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

  /** The question that comes of these, the same as before if they are. */
  Question question(
      DesiredState desired,
      Inventory inventory,
      @Nullable Set<ResourceId> scope,
      String cgroupRoot) {
    Asked found = null;
    for (Asked asked : recent) {
      if (asked.isFor(desired, inventory, scope)) {
        found = asked;
        break;
      }
    }
    if (found == null) {
      Question question = Question.of(desired, inventory, scope, cgroupRoot);
      found = new Asked(desired, inventory, scope, question);
    }
    recent.remove(found);
    recent.addFirst(found);
    if (recent.size() > MOST_QUESTIONS) {
      recent.removeLast();
    }
    return found.question;
  }

  /** What was found with the last question, or the equal one of before. */
  LiveState found(LiveState now) {
    Asked asked = recent.getFirst();
    LiveState known = asked.live != null && asked.live.equals(now) ? asked.live : now;
    asked.live = known;
    return known;
  }

  /** Has the groups of these objects read in full by the next look. */
  void doubt(Set<ResourceId> ids) {
    Asked asked = recent.peekFirst();
    for (ResourceId id : asked == null ? Set.<ResourceId>of() : ids) {
      asked.question.paths().getOrDefault(id, List.of()).forEach(groups::doubt);
    }
  }

  @Override
  public void close() {
    groups.close();
  }
}
