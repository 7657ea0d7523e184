package dev.reconcile.diff;

import dev.reconcile.diff.Change.Skip;
import dev.reconcile.model.Container;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.References.Reference;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * What is built on something that is skipped and not there, or starts after it, cannot be made
 * either: it is skipped, too, with the reason. What is there already stays as it is.
 */
final class Waiting {
  private final Scene scene;
  private final SortedMap<ResourceId, Change> changes;
  private final Deque<Missing> open = new ArrayDeque<>();

  /**
   * Something that is not made in this run.
   *
   * @param cause why the first of its chain is not
   */
  private record Missing(ResourceId id, String cause) {}

  private Waiting(Scene scene, SortedMap<ResourceId, Change> changes) {
    this.scene = scene;
    this.changes = changes;
  }

  /** Replaces changes that would have to wait for ever. */
  static void skip(Scene scene, SortedMap<ResourceId, Change> changes) {
    Waiting waiting = new Waiting(scene, changes);
    for (Change change : changes.values()) {
      if (change instanceof Skip skip && waiting.isMissing(skip.id())) {
        waiting.open.add(new Missing(skip.id(), "skipped: " + skip.reason()));
      }
      String pending = Pending.reason(scene, change.id());
      if (pending != null) {
        waiting.open.add(new Missing(change.id(), "Pending: " + pending));
      }
    }
    if (!waiting.open.isEmpty()) {
      waiting.spread();
    }
  }

  private boolean isMissing(ResourceId id) {
    Resource desired = scene.request().desired().resources().get(id);
    if (desired == null) {
      return false;
    }
    if (desired instanceof Container) {
      return ContainerState.of(scene, id) == ContainerState.NONE;
    }
    String path = scene.path(desired);
    Entry entry = scene.entry(id);
    return path == null ? entry == null || entry.applied() == null : scene.group(path).isAbsent();
  }

  private void spread() {
    Map<ResourceId, List<ResourceId>> users = users();
    for (Missing missing = open.poll(); missing != null; missing = open.poll()) {
      for (ResourceId user : users.getOrDefault(missing.id, List.of())) {
        Change change = changes.get(user);
        if (change instanceof Change.Create || change instanceof Change.Replace) {
          String reason = "it needs " + missing.id + ", which is " + missing.cause;
          changes.put(user, new Skip(user, reason));
          open.add(new Missing(user, missing.cause));
        }
      }
    }
  }

  private Map<ResourceId, List<ResourceId>> users() {
    Map<ResourceId, List<ResourceId>> users = new HashMap<>();
    for (Resource resource : scene.request().desired().resources().values()) {
      for (Reference reference : ReferenceCheck.all(resource)) {
        users.computeIfAbsent(reference.target(), id -> new ArrayList<>()).add(resource.id());
      }
    }
    return users;
  }
}
