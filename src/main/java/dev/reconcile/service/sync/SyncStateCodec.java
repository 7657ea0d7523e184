package dev.reconcile.service.sync;

import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import dev.reconcile.service.sync.Condition.Status;
import dev.reconcile.service.sync.Condition.Type;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@link SyncState} as a value that can be written. */
final class SyncStateCodec {
  private SyncStateCodec() {}

  /** {@code status}, as people see it, and {@code good}, which is ours. */
  static Dict encode(SyncState state) {
    Dict status = Dict.EMPTY.with("conditions", conditions(state.conditions()));
    status = with(status, "lastAppliedRevision", state.lastAppliedRevision());
    status = with(status, "lastAttemptedRevision", state.lastAttemptedRevision());
    Instant next = state.nextRun();
    status = with(status, "nextRun", next == null ? null : next.toString());
    Dict root = Dict.EMPTY.with("status", status);
    LastGood good = state.good();
    return good == null ? root : root.with("good", good(good));
  }

  private static Dict with(Dict dict, String key, @Nullable String text) {
    return text == null ? dict : dict.with(key, new Text(text));
  }

  private static Seq conditions(Conditions conditions) {
    List<Value> items = new ArrayList<>();
    for (Condition condition : conditions.all()) {
      items.add(
          Dict.EMPTY
              .with("type", new Text(condition.type().label()))
              .with("status", new Text(condition.status().label()))
              .with("reason", new Text(condition.reason()))
              .with("message", new Text(condition.message()))
              .with("lastTransitionTime", new Text(condition.lastTransitionTime().toString())));
    }
    return new Seq(items);
  }

  private static Dict good(LastGood good) {
    Dict dict =
        Dict.EMPTY
            .with("revision", new Text(good.revision()))
            .with("tree", new Text(good.tree()))
            .with("path", new Text(good.path()));
    return with(with(dict, "origin", good.origin()), "commit", good.commit());
  }

  static SyncState decode(Dict root) {
    Dict status = root.dict("status");
    String next = status.text("nextRun");
    return new SyncState(
        new Conditions(
            condition(status, Type.READY),
            condition(status, Type.RECONCILING),
            condition(status, Type.STALLED)),
        status.text("lastAppliedRevision"),
        status.text("lastAttemptedRevision"),
        next == null ? null : Instant.parse(next),
        good(root.dict("good")));
  }

  private static Condition condition(Dict status, Type type) {
    for (Value item : status.items("conditions")) {
      if (item instanceof Dict dict && type.label().equals(dict.text("type"))) {
        return new Condition(
            type,
            status(dict.text("status", "")),
            dict.text("reason", ""),
            dict.text("message", ""),
            Instant.parse(dict.text("lastTransitionTime", Instant.EPOCH.toString())));
      }
    }
    return new Condition(type, Status.UNKNOWN, "Pending", "", Instant.EPOCH);
  }

  private static Status status(String label) {
    for (Status status : Status.values()) {
      if (status.label().equals(label)) {
        return status;
      }
    }
    return Status.UNKNOWN;
  }

  private static @Nullable LastGood good(Dict dict) {
    String revision = dict.text("revision");
    String tree = dict.text("tree");
    return revision == null || tree == null
        ? null
        : new LastGood(
            revision, tree, dict.text("path", ""), dict.text("origin"), dict.text("commit"));
  }
}
