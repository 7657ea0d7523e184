package dev.reconcile.diff;

import dev.reconcile.model.ResourceId;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * All that differs.
 *
 * @param changes one per desired or deleted object
 * @param refusals when not empty, nothing may be done
 * @param notes for people, such as owned objects that the files no longer name
 */
public record ChangeSet(
    SortedMap<ResourceId, Change> changes, List<Refusal> refusals, List<String> notes) {
  public ChangeSet {
    changes = Collections.unmodifiableSortedMap(new TreeMap<>(changes));
    refusals = List.copyOf(refusals);
    notes = List.copyOf(notes);
  }

  /** Whether everything is as it should be (skips do not count). */
  public boolean isClean() {
    return refusals.isEmpty()
        && changes.values().stream()
            .allMatch(c -> c instanceof Change.NoOp || c instanceof Change.Skip);
  }
}
