package dev.reconcile.engine.status;

import dev.reconcile.model.Inventory;
import dev.reconcile.model.Resource;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Bool;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Num;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Collects the entries of one {@code status}; what is not known is left out. */
final class StatusWriter {
  private final SortedMap<String, Value> entries = new TreeMap<>();
  private final List<Value> conditions = new ArrayList<>();

  void text(String key, String text) {
    if (!text.isEmpty()) {
      entries.put(key, new Text(text));
    }
  }

  void number(String key, long number) {
    entries.put(key, new Num(number));
  }

  void truth(String key, boolean truth) {
    entries.put(key, new Bool(truth));
  }

  /** A moment in milliseconds since the epoch as RFC 3339; 0 is none. */
  void moment(String key, long millis) {
    if (millis > 0) {
      text(key, Instant.ofEpochMilli(millis).toString());
    }
  }

  void dict(String key, SortedMap<String, Value> dict) {
    if (!dict.isEmpty()) {
      entries.put(key, new Dict(dict));
    }
  }

  /**
   * As Kubernetes' conditions: {@code status} is {@code True}, {@code False} or {@code Unknown}.
   */
  void condition(String type, String status, String reason, String message) {
    SortedMap<String, Value> condition = new TreeMap<>();
    condition.put("type", new Text(type));
    condition.put("status", new Text(status));
    condition.put("reason", new Text(reason));
    if (!message.isEmpty()) {
      condition.put("message", new Text(message));
    }
    conditions.add(new Dict(condition));
  }

  /** Who owns the object, and where its document stands. */
  void origin(Inventory.Entry entry, Resource resource) {
    text("owner", entry.owner().text());
    SourceRef source = resource.source();
    if (!source.file().isEmpty()) {
      text("source", source.file() + ":" + source.line());
    }
    String commit = source.commit();
    text("commit", commit == null ? "" : commit);
  }

  Dict done() {
    if (!conditions.isEmpty()) {
      entries.put("conditions", new Seq(conditions));
    }
    return new Dict(entries);
  }

  /** The entries alone, for a nested map. */
  SortedMap<String, Value> entries() {
    return entries;
  }
}
