package dev.reconcile.diff;

import dev.reconcile.fields.limits.FileSetting;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.model.Cgroup;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adopted groups that are somebody else's to make: a user's slice is there while the user has a
 * session. As long as there is nothing to set, the object is on record and waits.
 */
public final class Pending {
  private Pending() {}

  /** What an adopted group still waits for; null when it is there, and for managed ones. */
  public static @Nullable String reason(Scene scene, Cgroup cgroup, String path) {
    if (!cgroup.adopted()) {
      return null;
    }
    LiveCgroup group = scene.group(path);
    if (group.isAbsent()) {
      return "the cgroup " + path + " is not there yet";
    }
    for (FileSetting setting : LimitFindings.of(scene, cgroup, path).settings()) {
      String hierarchy = setting.hierarchy().id();
      if (!group.directories().containsKey(hierarchy)) {
        return "the cgroup " + path + " is not there yet in the hierarchy " + hierarchy;
      }
    }
    return null;
  }

  static @Nullable String reason(Scene scene, ResourceId id) {
    Resource desired = scene.request().desired().resources().get(id);
    String path = desired instanceof Cgroup ? scene.path(desired) : null;
    return desired instanceof Cgroup cgroup && path != null ? reason(scene, cgroup, path) : null;
  }

  static List<String> notes(Scene scene, Change change) {
    if (change instanceof Change.Delete) {
      return List.of();
    }
    List<String> notes = new ArrayList<>();
    String reason = reason(scene, change.id());
    if (reason != null) {
      notes.add(change.id() + ": Pending: " + reason + "; its limits are set when it appears");
    }
    Resource desired = scene.request().desired().resources().get(change.id());
    String path =
        desired instanceof Cgroup cgroup && !cgroup.processes().isEmpty()
            ? scene.path(cgroup)
            : null;
    if (path != null && desired instanceof Cgroup cgroup) {
      for (String waiting : ProcessPlacement.of(scene, cgroup, path).waiting()) {
        notes.add(change.id() + ": Pending: " + waiting);
      }
    }
    return notes;
  }
}
