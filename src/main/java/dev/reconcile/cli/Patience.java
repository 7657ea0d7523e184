package dev.reconcile.cli;

import dev.reconcile.engine.Reconciler;
import dev.reconcile.model.ResourceId;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Waits, without any lock, until objects are as an aim says. Nothing tells when: it looks again.
 */
record Patience(Settings settings, Reconciler reconciler, Aim aim, Duration timeout) {
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LONGEST_PAUSE_MILLIS = 500;

  /**
   * Waits for all of them.
   *
   * @return a line for each that has not got there; empty when all have
   */
  List<String> await(Collection<ResourceId> objects) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    while (true) {
      List<String> lost = new ArrayList<>();
      List<String> late = new ArrayList<>();
      look(objects, lost, late);
      if (late.isEmpty() || !lost.isEmpty()) {
        return lost;
      }
      if (System.nanoTime() > deadline) {
        return late;
      }
      Thread.sleep(pause);
      pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
    }
  }

  private void look(Collection<ResourceId> objects, List<String> lost, List<String> late)
      throws IOException {
    List<Item> items = Items.of(settings, reconciler.look());
    for (ResourceId id : objects) {
      Item item = Items.find(items, id);
      switch (aim.progress(item)) {
        case REACHED -> {}
        case UNDER_WAY ->
            late.add(id + ": not " + aim.label() + " within " + text(timeout) + state(item));
        case OUT_OF_REACH ->
            lost.add(item == null ? id + ": not found" : id + ": not " + aim.label() + state(item));
      }
    }
  }

  private static String text(Duration timeout) {
    return timeout.toMillis() % 1000 == 0 ? timeout.toSeconds() + "s" : timeout.toMillis() + "ms";
  }

  private static String state(@Nullable Item item) {
    if (item == null) {
      return "";
    }
    String phase = item.status("phase");
    String reason =
        item.status("reason").isEmpty() ? item.condition("Ready", "reason") : item.status("reason");
    boolean one = phase.isEmpty() || reason.isEmpty() || phase.equals(reason);
    String state = one ? (phase.isEmpty() ? reason : phase) : phase + ", " + reason;
    return state.isEmpty() ? "" : ": it is " + state;
  }
}
