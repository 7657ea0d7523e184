package dev.reconcile.cli;

import dev.reconcile.diff.FieldChange;
import dev.reconcile.model.ResourceId;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A plan for people: the steps in order, under a heading wherever the object changes.
 *
 * <pre>
 * ~ cgroup/app [live] memory.max differs
 *     memory.max: 64Mi -> 96Mi (live)
 *   1  write '100663296' to memory.limit_in_bytes of cgroup /reconcile/app
 * 1 to update
 * </pre>
 */
final class PlanText {
  private final StringBuilder text = new StringBuilder();
  private final Paint paint;
  private final boolean verbose;

  private PlanText(Paint paint, boolean verbose) {
    this.paint = paint;
    this.verbose = verbose;
  }

  /**
   * Prints.
   *
   * @param verbose with the control file that each write goes to, and its hierarchy
   */
  static String of(Plan plan, Paint paint, boolean verbose) {
    PlanText printed = new PlanText(paint, verbose);
    ResourceId last = null;
    for (Step step : plan.steps()) {
      if (!step.subject().equals(last)) {
        printed.heading(step);
      }
      printed.step(step);
      last = step.subject();
    }
    return printed.text.append(summary(plan)).append('\n').toString();
  }

  private void heading(Step step) {
    text.append(sign(step)).append(' ').append(paint.bold(step.subject().toString()));
    text.append(" [").append(step.mutability().label()).append(']');
    text.append(step.reason().isEmpty() ? "" : " " + step.reason()).append('\n');
  }

  private void step(Step step) {
    for (FieldChange field : step.fields()) {
      text.append("      ").append(FieldChangeText.of(field)).append('\n');
    }
    text.append(String.format(Locale.ROOT, "%4d  ", step.number()));
    text.append(ActionText.of(step.action())).append('\n');
    String file = verbose ? ActionText.file(step.action()) : "";
    if (!file.isEmpty()) {
      text.append("      ").append(file).append('\n');
    }
    if (!step.consequence().isEmpty()) {
      text.append("      ").append(paint.yellow("! " + step.consequence())).append('\n');
    }
    String rest = rest(step);
    if (!rest.isEmpty()) {
      text.append("      then, when its processes have ended: ").append(rest).append('\n');
    }
  }

  /** What a stop is the first half of; the second is planned when that is over. */
  private static String rest(Step step) {
    boolean stops =
        step.action() instanceof Action.StopContainer || step.action() instanceof Action.KillCgroup;
    if (!stops) {
      return "";
    }
    return step.verb() == Step.Verb.REPLACE
        ? "remove its cgroup, prepare and start it anew"
        : "remove its cgroup and directory";
  }

  private String sign(Step step) {
    String sign = step.verb().sign();
    return switch (step.verb()) {
      case CREATE -> paint.green(sign);
      case UPDATE -> paint.yellow(sign);
      case REPLACE, DELETE -> paint.red(sign);
    };
  }

  /** {@code 2 to create, 1 to delete}, counting objects. */
  static String summary(Plan plan) {
    Map<Step.Verb, Set<ResourceId>> objects = new EnumMap<>(Step.Verb.class);
    for (Step step : plan.steps()) {
      @Nullable Set<ResourceId> seen = objects.get(step.verb());
      if (seen == null) {
        seen = new HashSet<>();
        objects.put(step.verb(), seen);
      }
      seen.add(step.subject());
    }
    StringBuilder summary = new StringBuilder();
    objects.forEach(
        (verb, subjects) ->
            summary
                .append(summary.isEmpty() ? "" : ", ")
                .append(subjects.size())
                .append(" to ")
                .append(verb.name().toLowerCase(Locale.ROOT)));
    return summary.isEmpty() ? "nothing to do" : summary.toString();
  }
}
