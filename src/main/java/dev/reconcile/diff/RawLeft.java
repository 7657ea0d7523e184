package dev.reconcile.diff;

import dev.reconcile.model.Cgroup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Raw files that have left the manifest of a Cgroup. Nobody knows what the kernel gives a new group
 * there, so they keep what they hold, and people are told. (A container is made anew, and an
 * adopted group gets back what it had.)
 */
final class RawLeft {
  private RawLeft() {}

  static List<String> notes(Change.Update update) {
    List<String> notes = new ArrayList<>();
    if (update.desired() instanceof Cgroup desired
        && !desired.adopted()
        && update.entry() != null
        && update.entry().applied() instanceof Cgroup applied) {
      for (Map.Entry<String, String> raw : applied.limits().raw().entrySet()) {
        if (!desired.limits().raw().containsKey(raw.getKey())) {
          notes.add(
              desired.id()
                  + " no longer lists raw "
                  + raw.getKey()
                  + ", which keeps '"
                  + raw.getValue()
                  + "'; list the value that it should have, or delete and apply the Cgroup anew");
        }
      }
    }
    return notes;
  }
}
