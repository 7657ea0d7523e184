package dev.reconcile.cli;

import dev.reconcile.diff.FieldChange;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A plan for programs: {@code {steps: […]}}. */
final class PlanData {
  private PlanData() {}

  static Dict of(Plan plan) {
    List<Value> steps = new ArrayList<>();
    for (Step step : plan.steps()) {
      steps.add(step(step));
    }
    return Dict.EMPTY.with("steps", new Seq(steps));
  }

  private static Dict step(Step step) {
    List<Value> after = new ArrayList<>();
    for (int number : step.after()) {
      after.add(new Num(number));
    }
    List<Value> fields = new ArrayList<>();
    for (FieldChange field : step.fields()) {
      fields.add(field(field));
    }
    Dict dict =
        Dict.EMPTY
            .with("number", new Num(step.number()))
            .with("object", new Text(step.subject().toString()))
            .with("verb", new Text(lower(step.verb().name())))
            .with("action", new Text(word(step.action().getClass().getSimpleName())))
            .with("does", new Text(ActionText.of(step.action())))
            .with("after", new Seq(after))
            .with("fields", new Seq(fields))
            .with("mutability", new Text(step.mutability().label()))
            .with("reason", new Text(step.reason()));
    return step.consequence().isEmpty()
        ? dict
        : dict.with("consequence", new Text(step.consequence()));
  }

  /** One field's difference, for plans and diffs alike. */
  static Dict field(FieldChange field) {
    Dict dict =
        Dict.EMPTY
            .with("path", new Text(field.path()))
            .with("mutability", new Text(field.mutability().label()))
            .with("cause", new Text(field.cause().label()));
    if (field.from() != null) {
      dict = dict.with("from", new Text(FieldChangeText.from(field)));
    }
    return field.to() == null ? dict : dict.with("to", new Text(FieldChangeText.to(field)));
  }

  /** {@code WriteLimit} becomes {@code write-limit}. */
  private static String word(String name) {
    return lower(name.replaceAll("(?<=[a-z])(?=[A-Z])", "-"));
  }

  private static String lower(String name) {
    return name.toLowerCase(Locale.ROOT);
  }
}
