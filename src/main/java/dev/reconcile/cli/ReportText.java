package dev.reconcile.cli;

import dev.reconcile.engine.Report;
import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a run did: {@code container/web created}, a line per object, and a summary. */
final class ReportText {
  private ReportText() {}

  static String of(Report report, Paint paint) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<ResourceId, Outcome> outcome : inOrder(report)) {
      Verdict verdict = outcome.getValue().verdict();
      text.append(outcome.getKey()).append(' ').append(paint(verdict, paint));
      if (verdict == Verdict.SKIPPED && !outcome.getValue().message().isEmpty()) {
        text.append(": ").append(outcome.getValue().message());
      }
      text.append('\n');
    }
    return text.append(summary(report)).append('\n').toString();
  }

  /** What was made or kept, then what was taken away: that which was made last goes first. */
  private static List<Map.Entry<ResourceId, Outcome>> inOrder(Report report) {
    List<Map.Entry<ResourceId, Outcome>> kept = new ArrayList<>();
    List<Map.Entry<ResourceId, Outcome>> gone = new ArrayList<>();
    for (Map.Entry<ResourceId, Outcome> outcome : report.outcomes().entrySet()) {
      Verdict verdict = outcome.getValue().verdict();
      boolean goes = verdict == Verdict.DELETED || verdict == Verdict.PRUNED;
      (goes ? gone : kept).add(outcome);
    }
    kept.addAll(gone.reversed());
    return kept;
  }

  /** The same for programs. */
  static Dict data(Report report) {
    List<Value> objects = new ArrayList<>();
    for (Map.Entry<ResourceId, Outcome> outcome : inOrder(report)) {
      objects.add(
          Dict.EMPTY
              .with("object", new Text(outcome.getKey().toString()))
              .with("verdict", new Text(outcome.getValue().verdict().label()))
              .with("message", new Text(outcome.getValue().message())));
    }
    Dict summary = Dict.EMPTY;
    for (Map.Entry<Verdict, Integer> count : counts(report).entrySet()) {
      summary = summary.with(count.getKey().label(), new Num(count.getValue()));
    }
    return Dict.EMPTY.with("objects", new Seq(objects)).with("summary", summary);
  }

  /** {@code 3 created, 1 unchanged}. */
  static String summary(Report report) {
    StringBuilder summary = new StringBuilder();
    counts(report)
        .forEach(
            (verdict, count) ->
                summary
                    .append(summary.isEmpty() ? "" : ", ")
                    .append(count)
                    .append(' ')
                    .append(verdict.label()));
    return summary.isEmpty() ? "nothing to do" : summary.toString();
  }

  private static Map<Verdict, Integer> counts(Report report) {
    Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
    for (Outcome outcome : report.outcomes().values()) {
      counts.put(outcome.verdict(), counts.getOrDefault(outcome.verdict(), 0) + 1);
    }
    return counts;
  }

  private static String paint(Verdict verdict, Paint paint) {
    String label = verdict.label();
    return switch (verdict) {
      case CREATED -> paint.green(label);
      case CONFIGURED, RECREATED, SKIPPED -> paint.yellow(label);
      case PRUNED, DELETED, FAILED -> paint.red(label);
      case UNCHANGED -> label;
    };
  }
}
