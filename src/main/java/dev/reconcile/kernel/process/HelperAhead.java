package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The requests {@code do} and {@code start}, preceded by {@code after}. For one plan. */
final class HelperAhead implements Ahead {
  private static final List<String> DO = List.of("do");

  /** Lines that are done in the time in which a helper starts. */
  static final int WORTH_A_SECOND = 32;

  /** Groups whose limits may be outstanding when they are made: no helper is ever idle. */
  private static final int LIMITS_BEHIND = 16;

  /**
   * Of so many lines the first helper takes one when the other is behind. It sees them after those
   * that its pipe holds: with more of them the other would have nothing to do meanwhile.
   */
  private static final int SHARE = 4;

  /**
   * Of so many groups the other helper makes one when it is not behind, for writing limits alone
   * takes less time than making groups. What it makes needs nothing of the first. With more of them
   * the two would wait for each other in the kernel.
   */
  private static final int SHARE_OF_GROUPS = 5;

  private static final String MAKE = "make";

  private final Helpers helpers;
  private @Nullable HelperQueue queue;
  private int groups;
  private int linesBehind;

  HelperAhead(Helpers helpers) {
    this.helpers = helpers;
  }

  @Override
  public Sent line(List<List<String>> line, List<Sent> after, boolean free) throws KernelException {
    List<List<String>> request = new ArrayList<>(line.size() + 2);
    request.add(DO);
    request.addAll(line);
    List<Sent> open = open(after);
    HelperConnection first = helpers.first();
    HelperConnection helper = free ? helper(line, open) : first;
    return helper == first ? send(first, request, open) : queue(helper).add(request, open);
  }

  private HelperQueue queue(HelperConnection helper) {
    HelperQueue known = queue;
    if (known == null) {
      known = new HelperQueue(helper);
      queue = known;
    }
    return known;
  }

  @Override
  public Sent start(Path containerDirectory, List<Sent> after) throws KernelException {
    List<List<String>> request = new ArrayList<>();
    request.add(List.of("start", containerDirectory.toString()));
    return send(helpers.first(), request, open(after));
  }

  /** Without what has succeeded: that is no more to be waited for. */
  private static List<Sent> open(List<Sent> after) {
    List<Sent> open = new ArrayList<>(after.size());
    for (Sent sent : after) {
      if (!sent.hasSucceeded()) {
        open.add(sent);
      }
    }
    return open;
  }

  /**
   * The first helper makes groups, and the other writes their limits behind it: the kernel makes
   * one group at a time, but writes limits meanwhile. Both are to be done at the same time, and a
   * write to a cpuset costs more the more of its siblings are there: the first helper takes some of
   * the limits when the other falls behind, and as long as it does not, it makes some of the
   * groups. What waits for limits is done where they are.
   */
  private HelperConnection helper(List<List<String>> line, List<Sent> open) throws KernelException {
    for (Sent sent : open) {
      if (sent.helper() != helpers.first().pid()) {
        return helpers.of(sent.helper());
      }
    }
    if (line.getFirst().getFirst().equals(MAKE)) {
      return maker();
    }
    HelperConnection other =
        open.isEmpty() ? helpers.idler(WORTH_A_SECOND) : helpers.other(WORTH_A_SECOND);
    return isForFirst(other) ? helpers.first() : other;
  }

  private boolean isForFirst(HelperConnection other) throws KernelException {
    return isBehind(other) && linesBehind++ % SHARE == 0;
  }

  private HelperConnection maker() throws KernelException {
    HelperConnection other = helpers.other(WORTH_A_SECOND);
    boolean shared = !isBehind(other) && groups++ % SHARE_OF_GROUPS == SHARE_OF_GROUPS - 1;
    return shared ? other : helpers.first();
  }

  private boolean isBehind(HelperConnection other) throws KernelException {
    return other.backlog() > helpers.first().backlog() + LIMITS_BEHIND;
  }

  /** One helper does not know what the other does: that is waited for here. */
  private static Sent send(HelperConnection helper, List<List<String>> request, List<Sent> open)
      throws KernelException {
    List<String> order = new ArrayList<>();
    order.add("after");
    for (Sent sent : open) {
      if (!sent.isOver() && sent.helper() == helper.pid()) {
        order.add(Integer.toString(sent.id()));
      } else if (hasFailed(sent)) {
        return leftOut(helper, sent);
      }
    }
    if (order.size() > 1) {
      request.addFirst(order);
    }
    return helper.send(request);
  }

  private static Sent leftOut(HelperConnection helper, Sent failed) {
    return new Sent(0, helper.pid(), CompletableFuture.failedFuture(HelperQueue.leftOut(failed)));
  }

  private static boolean hasFailed(Sent sent) throws KernelException {
    try {
      return sent.failure() != null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KernelException("wait for", "the helper", "EINTR", "run again");
    }
  }
}
