package dev.reconcile.diff;

import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import java.util.ArrayList;
import java.util.List;

/** Collects every reason to refuse a run before anything is decided. */
final class Refusals {
  private final List<Refusal> refusals = new ArrayList<>();

  void add(Resource resource, String field, String message) {
    refusals.add(new Refusal(resource.id(), resource.source(), field, message));
  }

  void add(ResourceId id, String message) {
    refusals.add(new Refusal(id, SourceRef.NONE, "", message));
  }

  List<Refusal> all() {
    return refusals;
  }
}
