package dev.reconcile.kernel.process;

import dev.reconcile.kernel.KernelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The requests {@code do} and {@code start}, preceded by {@code after}. */
final class HelperAhead implements Ahead {
  private static final List<String> DO = List.of("do");

  private final Helper helper;

  /** Where the helper is, started when it is needed. */
  @FunctionalInterface
  interface Helper {
    HelperConnection connection() throws KernelException;
  }

  HelperAhead(Helper helper) {
    this.helper = helper;
  }

  @Override
  public Sent line(List<List<String>> line, List<Sent> after) throws KernelException {
    List<List<String>> request = new ArrayList<>(line.size() + 2);
    addOrder(request, after);
    request.add(DO);
    request.addAll(line);
    return helper.connection().send(request);
  }

  @Override
  public Sent start(Path containerDirectory, List<Sent> after) throws KernelException {
    List<List<String>> request = new ArrayList<>();
    addOrder(request, after);
    request.add(List.of("start", containerDirectory.toString()));
    return helper.connection().send(request);
  }

  private static void addOrder(List<List<String>> request, List<Sent> after) {
    if (after.isEmpty()) {
      return;
    }
    List<String> order = new ArrayList<>(after.size() + 1);
    order.add("after");
    for (Sent sent : after) {
      order.add(Integer.toString(sent.id()));
    }
    request.add(order);
  }
}
