package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.process.Ahead.Sent;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests to one helper, some of which wait for what another helper does. Those that do, or that
 * need one that waits here, are sent in the order in which they were added: one holds up those
 * behind it. What needs none of them is sent at once.
 */
final class HelperQueue {
  private final HelperConnection helper;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();

  HelperQueue(HelperConnection helper) {
    this.helper = helper;
  }

  /**
   * A request that has its number, and its place in the order, but has not been sent.
   *
   * @param needed what must have succeeded
   */
  private record Waiting(Sent sent, List<List<String>> request, List<Sent> needed) {
    /** Not {@code contains}: each run would have to make a record's own comparison. */
    boolean needs(Sent one) {
      for (Sent other : needed) {
        if (other == one) {
          return true;
        }
      }
      return false;
    }

    boolean isHeldUp(int helper) {
      for (Sent other : needed) {
        if (other.helper() != helper && !other.isOver()) {
          return true;
        }
      }
      return false;
    }
  }

  /** Sends a request when what it needs of other helpers has succeeded; does not wait for that. */
  Sent add(List<List<String>> request, List<Sent> needed) {
    Sent sent = helper.promise();
    Waiting next = new Waiting(sent, request, List.copyOf(needed));
    if (!hasToWait(next)) {
      send(next);
      return sent;
    }
    synchronized (this) {
      waiting.add(next);
    }
    for (Sent other : needed) {
      // Never at the end of one of its own: its replies must be read while we wait for it to take
      // requests.
      if (other.helper() != helper.pid() && !other.isOver()) {
        other.reply().whenComplete((reply, failure) -> advance());
      }
    }
    advance();
    return sent;
  }

  private synchronized boolean hasToWait(Waiting next) {
    if (next.isHeldUp(helper.pid())) {
      return true;
    }
    for (Waiting before : waiting) {
      if (next.needs(before.sent)) {
        return true;
      }
    }
    return false;
  }

  private synchronized void advance() {
    for (Waiting next = waiting.peek(); next != null; next = waiting.peek()) {
      if (next.isHeldUp(helper.pid())) {
        return;
      }
      waiting.remove();
      send(next);
    }
  }

  private void send(Waiting next) {
    List<String> order = new ArrayList<>();
    order.add("after");
    for (Sent other : next.needed) {
      // Asked once: one of its own may fail just now, and then the helper knows of it by this.
      if (!other.isOver()) {
        order.add(Integer.toString(other.id()));
      } else if (!other.hasSucceeded()) {
        helper.fail(next.sent.id(), leftOut(other));
        return;
      }
    }
    List<List<String>> request = new ArrayList<>();
    if (order.size() > 1) {
      request.add(order);
    }
    request.addAll(next.request);
    helper.keep(next.sent, request);
  }

  /** As the helper says it of what it leaves out. */
  static KernelException leftOut(Sent failed) {
    return new KernelException(
        Ahead.LEFT_OUT, Integer.toString(failed.id()), "", "a request before it has failed");
  }
}
