package dev.reconcile.engine;

import dev.reconcile.engine.Report.Outcome;
import dev.reconcile.engine.Report.Verdict;
import dev.reconcile.model.Owner;
import dev.reconcile.model.ResourceId;
import dev.reconcile.store.Event;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a run did, as events; nothing for what it left as it was. */
final class RunEvents {
  private RunEvents() {}

  static List<Event> of(Report report, Owner owner, Instant now) {
    List<Event> events = new ArrayList<>();
    for (Map.Entry<ResourceId, Outcome> entry : report.outcomes().entrySet()) {
      Outcome outcome = entry.getValue();
      String reason = reason(outcome.verdict());
      if (reason != null) {
        boolean failed = outcome.verdict() == Verdict.FAILED;
        String message = failed ? outcome.message() : by(owner, outcome.message());
        events.add(new Event(now, entry.getKey().toString(), failed, reason, message));
      }
    }
    return events;
  }

  private static String by(Owner owner, String message) {
    return message.isEmpty() ? "by " + owner : "by " + owner + ": " + message;
  }

  private static @Nullable String reason(Verdict verdict) {
    return switch (verdict) {
      case CREATED -> "Created";
      case CONFIGURED -> "Configured";
      case RECREATED -> "Recreated";
      case PRUNED -> "Pruned";
      case DELETED -> "Deleted";
      case FAILED -> "Failed";
      case UNCHANGED, SKIPPED -> null;
    };
  }
}
