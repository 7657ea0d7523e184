package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The requests {@code do} and {@code start}, preceded by {@code after}. */
final class HelperAhead implements Ahead {
  private static final List<String> DO = List.of("do");

  /** Lines that are done in the time in which a helper starts. */
  private static final int WORTH_A_SECOND = 32;

  private final Helpers helpers;

  HelperAhead(Helpers helpers) {
    this.helpers = helpers;
  }

  @Override
  public Sent line(List<List<String>> line, List<Sent> after, boolean free) throws KernelException {
    List<List<String>> request = new ArrayList<>(line.size() + 2);
    request.add(DO);
    request.addAll(line);
    List<Sent> open = open(after);
    return send(free ? helper(open) : helpers.first(), request, open);
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

  /** Where the first of what it waits for is done, so that nobody else has to wait. */
  private HelperConnection helper(List<Sent> open) throws KernelException {
    return open.isEmpty() ? helpers.idler(WORTH_A_SECOND) : helpers.of(open.getFirst().helper());
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

  /** As the helper says it of what it leaves out. */
  private static Sent leftOut(HelperConnection helper, Sent failed) {
    KernelException reason =
        new KernelException(
            LEFT_OUT, Integer.toString(failed.id()), "", "a request before it has failed");
    return new Sent(0, helper.pid(), CompletableFuture.failedFuture(reason));
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
