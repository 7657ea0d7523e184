package dev.reconcile.plan;

import dev.reconcile.diff.FieldChange;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Step.Verb;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/** A plan under construction: numbers steps and remembers what later ones have to wait for. */
final class Steps {
  private final List<Step> steps = new ArrayList<>();
  private final Map<ResourceId, Integer> last = new HashMap<>();
  private final Map<ResourceId, Integer> starts = new HashMap<>();
  private final Map<String, Integer> made = new HashMap<>();
  private final Map<String, Integer> removed = new HashMap<>();
  private final Map<String, Integer> written = new HashMap<>();
  private final Map<String, Integer> enabled = new HashMap<>();
  private final Set<Integer> mounted = new TreeSet<>();
  private final Set<String> stopping = new HashSet<>();

  /**
   * What the steps of one object have in common.
   *
   * @param reason for people
   */
  record About(ResourceId subject, Verb verb, Mutability mutability, String reason) {}

  /** Adds a step; returns its number. */
  int add(
      About about,
      Action action,
      Collection<Integer> after,
      List<FieldChange> fields,
      String consequence) {
    int number = steps.size() + 1;
    steps.add(
        new Step(
            number,
            about.subject,
            about.verb,
            action,
            ascending(after),
            fields,
            about.mutability,
            about.reason,
            consequence));
    last.put(about.subject, number);
    switch (action) {
      case Action.MakeCgroup make -> made.put(make.path(), number);
      case Action.SetUnitProperties set -> written.put(set.write().path(), number);
      case Action.Delegate delegate -> made.put(delegate.path(), number);
      case Action.RemoveCgroup remove -> removed.put(remove.path(), number);
      case Action.StartContainer ignored -> starts.put(about.subject, number);
      case Action.WriteLimit write -> written.put(write.path(), number);
      default -> {}
    }
    return number;
  }

  private static List<Integer> ascending(Collection<Integer> numbers) {
    boolean ordered = numbers.size() < 2 || numbers instanceof SortedSet<Integer>;
    return List.copyOf(ordered ? numbers : new TreeSet<>(numbers));
  }

  int add(About about, Action action, Collection<Integer> after) {
    return add(about, action, after, List.of(), "");
  }

  /** The object's last step, as a set to wait for; empty when it has none. */
  Set<Integer> of(ResourceId id) {
    return set(last.get(id));
  }

  /** The step that starts a container. */
  Set<Integer> start(ResourceId id) {
    return set(starts.get(id));
  }

  /** The step that makes a group. */
  Set<Integer> made(String path) {
    return set(made.get(path));
  }

  /** The step that removes a group. */
  Set<Integer> removed(String path) {
    return set(removed.get(path));
  }

  /** The last writes to groups below a path, and the steps that remove such groups. */
  Set<Integer> below(String path) {
    Set<Integer> below = new TreeSet<>();
    for (Map<String, Integer> numbers : List.of(written, removed)) {
      numbers.forEach(
          (other, number) -> {
            if (other.startsWith(path + "/")) {
              below.add(number);
            }
          });
    }
    return below;
  }

  /** Every step that removes a group. */
  Collection<Integer> removals() {
    return removed.values();
  }

  boolean isRemoved(String path) {
    return removed.containsKey(path);
  }

  /** The step that enables a controller below a group. */
  Set<Integer> enabled(String path, String controller) {
    return set(enabled.get(controller + " " + path));
  }

  void markEnabled(String path, String controller, int step) {
    enabled.put(controller + " " + path, step);
  }

  /** The steps that mount hierarchies. */
  Set<Integer> mounted() {
    return mounted;
  }

  void markMounted(int step) {
    mounted.add(step);
  }

  /** What is at this path goes when processes have ended: in a later round. */
  void await(String path) {
    stopping.add(path);
  }

  /** Whether this plan stops containers; what needs them gone is for the next one. */
  boolean awaitsStops() {
    return !stopping.isEmpty();
  }

  /** Whether something below a path is yet to go. */
  boolean awaitsBelow(String path) {
    return stopping.stream().anyMatch(below -> below.startsWith(path + "/"));
  }

  int size() {
    return steps.size();
  }

  /** Every step that no other one waits for. */
  SortedSet<Integer> ends() {
    SortedSet<Integer> ends = new TreeSet<>();
    for (Step step : steps) {
      step.after().forEach(ends::remove);
      ends.add(step.number());
    }
    return ends;
  }

  Plan plan() {
    return new Plan(steps);
  }

  private static Set<Integer> set(@org.jspecify.annotations.Nullable Integer number) {
    return number == null ? Set.of() : Set.of(number);
  }
}
