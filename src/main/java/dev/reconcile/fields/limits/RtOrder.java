package dev.reconcile.fields.limits;

import dev.reconcile.fields.limits.LimitOrder.Pending;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * v1 has runtime and period of real-time tasks in two files, and checks after each write that the
 * shares of siblings are together not more than their parent's. The order with the smaller share in
 * between is below the larger of the two; it never asks the parent for more. A group that gives up
 * a part of its share does so before anybody takes it.
 */
final class RtOrder {
  private RtOrder() {}

  static List<FileSetting> order(List<Pending> writes) {
    if (writes.isEmpty()) {
      return List.of();
    }
    Pending one = writes.getFirst();
    long runtime = number(one.siblings().get(Realtime.FILE), 0);
    long period = number(one.siblings().get(Realtime.PERIOD_FILE), Realtime.DEFAULT_PERIOD);
    long nextRuntime = runtime;
    long nextPeriod = period;
    for (Pending write : writes) {
      if (write.name().equals(Realtime.FILE)) {
        nextRuntime = Long.parseLong(write.value());
      } else {
        nextPeriod = Long.parseLong(write.value());
      }
    }
    boolean yields = (double) nextRuntime / nextPeriod < (double) runtime / period;
    if (writes.size() == 1) {
      return List.of(one.yielding(yields));
    }
    boolean runtimeFirst = (double) nextRuntime / period < (double) runtime / nextPeriod;
    boolean swap = runtimeFirst != one.name().equals(Realtime.FILE);
    Pending first = swap ? writes.get(1) : one;
    Pending second = swap ? one : writes.get(1);
    return List.of(first.yielding(yields), second.yielding(yields));
  }

  private static long number(@Nullable String text, long otherwise) {
    return text == null ? otherwise : Long.parseLong(text);
  }
}
