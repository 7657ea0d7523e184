package dev.reconcile.diff;

import dev.reconcile.diff.FieldChange.Cause;
import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.Marks;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Container.InlineRootfs;
import dev.reconcile.model.Inventory.Entry;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.RootfsSpec;
import dev.reconcile.model.RootfsSpec.WritableType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is to happen to a container. */
final class ContainerDiff {
  private final Scene scene;
  private final Container desired;
  private final Container effective;
  private final String leaf;
  private final @Nullable Entry entry;
  private final @Nullable LiveContainer live;

  private ContainerDiff(Scene scene, Container desired, Container effective, String leaf) {
    this.scene = scene;
    this.desired = desired;
    this.effective = effective;
    this.leaf = leaf;
    this.entry = scene.entry(desired.id());
    this.live = scene.live().containers().get(desired.id());
  }

  /** Adds to the refusals when it cannot be told or must not be. */
  static Change of(
      Scene scene, Container desired, Container effective, String leaf, Refusals refusals) {
    ContainerDiff diff = new ContainerDiff(scene, desired, effective, leaf);
    diff.check(refusals);
    Change change = diff.change();
    if (change instanceof Change.Replace replace && replace.losesPersistentLayer()) {
      diff.checkLoss(refusals);
    }
    diff.checkRaised(change, refusals);
    return change;
  }

  private void check(Refusals refusals) {
    LimitFindings.check(scene, effective, leaf, refusals);
    GroupCheck.check(scene, effective, leaf, refusals);
    if (live != null
        && live.status() instanceof Reading.Unreadable<MonitorStatus>(String what, String why)) {
      refusals.add(
          desired,
          "",
          "failed to read " + what + ": " + why + "; whether it has ended is not known, try again");
    }
  }

  private Change change() {
    return switch (ContainerState.of(live)) {
      case NONE -> begin();
      case MONITORED -> compare("");
      case ORPHANED -> compare("its monitor has died");
      case STOPPING -> replace(List.of(), "it is being stopped");
      case FINAL -> ended();
    };
  }

  private Change begin() {
    String left = leftLeaf();
    if (left != null) {
      return replace(List.of(moved(left)), "its cgroup moves from " + left + " to " + leaf);
    }
    LiveCgroup group = scene.group(leaf);
    String marked = Scene.mark(group, Marks.DIGEST);
    if (marked != null && !marked.equals(scene.digest(effective))) {
      return replace(changedFields(), "what is left of it was made from another spec");
    }
    if (ContainerState.hasProcesses(group)) {
      return replace(List.of(), "processes of it are left without PID 1");
    }
    String frozen = Frozen.ancestor(scene, leaf);
    if (frozen != null) {
      return new Change.Skip(desired.id(), "Frozen: the cgroup " + frozen + " above it is frozen");
    }
    String reason = group.isAbsent() ? "it is not there" : "its process is gone";
    return new Change.Create(desired, entry, reason);
  }

  /** A group that it was in before it moved, as long as it is there; null when there is none. */
  private @Nullable String leftLeaf() {
    List<String> left = scene.left(desired.id());
    return left.isEmpty() ? null : left.getFirst();
  }

  private FieldChange moved(@Nullable String from) {
    return new FieldChange("cgroup", from, leaf, Mutability.RECREATE, Cause.MANIFEST, false);
  }

  private Change compare(String died) {
    if (scene.group(leaf).isAbsent()) {
      return replace(List.of(moved(scene.oldPath(desired))), "its cgroup is not " + leaf);
    }
    int there = scene.group(leaf).directories().size() + scene.joinable(scene.group(leaf)).size();
    if (there < scene.host().hierarchies().size()) {
      return replace(List.of(), "its cgroup " + leaf + " is missing in a hierarchy");
    }
    ContainerFindings found = ContainerFindings.of(scene, effective, leaf);
    if (found.wantsRecreate()) {
      return replace(found.fields(), reason(found.fields()));
    }
    String lost = died.isEmpty() && found.programLost() ? "its program is gone" : died;
    boolean same =
        found.fields().isEmpty()
            && found.initFiles().isEmpty()
            && !found.reload()
            && !found.remark()
            && lost.isEmpty()
            && RecordDiff.isRecorded(scene, desired);
    if (same) {
      return new Change.NoOp(desired, entry);
    }
    return new Change.Update(
        desired, entry, found.fields(), lost.isEmpty() ? reason(found.fields()) : lost);
  }

  /** What has ended for good stays so until its spec changes. */
  private Change ended() {
    String left = leftLeaf();
    if (left != null) {
      return replace(List.of(moved(left)), "its cgroup moves from " + left + " to " + leaf);
    }
    String marked = Scene.mark(scene.group(leaf), Marks.DIGEST);
    boolean sameMark = marked == null || marked.equals(scene.digest(effective));
    Container ran = ran();
    if (sameMark && ran != null && ran.spec().equals(effective.spec())) {
      return RecordDiff.isRecorded(scene, desired)
          ? new Change.NoOp(desired, entry)
          : new Change.Update(desired, entry, List.of(), "its record is not up to date");
    }
    return replace(changedFields(), "it has ended, and its spec has changed since");
  }

  /** The spec of the run that ended. */
  private @Nullable Container ran() {
    if (entry == null) {
      return null;
    }
    Container applied = entry.applied() instanceof Container c ? scene.effectiveOld(c) : null;
    Container intended = entry.intended() instanceof Container c ? scene.effectiveOld(c) : null;
    return applied != null ? applied : intended;
  }

  private List<FieldChange> changedFields() {
    List<FieldChange> fields = new ArrayList<>();
    Container ran = ran();
    if (ran != null) {
      for (SpecDiff.Difference d : SpecDiff.of(ran.spec(), effective.spec())) {
        Mutability cost = FieldCosts.of(desired.kind(), d.dotted());
        String from = SpecDiff.text(d.from());
        fields.add(
            new FieldChange(d.dotted(), from, SpecDiff.text(d.to()), cost, Cause.MANIFEST, false));
      }
    }
    return fields;
  }

  static String reason(List<FieldChange> fields) {
    StringBuilder reason = new StringBuilder();
    for (FieldChange field : fields) {
      if (!reason.isEmpty()) {
        reason.append(", ");
      }
      String what =
          switch (field.cause()) {
            case MANIFEST -> " changed";
            case DRIFT -> " drifted";
            case INHERITED -> " is inherited";
          };
      reason.append(field.path()).append(what);
    }
    return reason.toString();
  }

  private Change replace(List<FieldChange> fields, String reason) {
    return new Change.Replace(desired, entry, fields, losesPersistentLayer(), reason);
  }

  /**
   * A persistent layer is written on top of certain layers; over others its content means nothing.
   */
  private boolean losesPersistentLayer() {
    Container ran = ran();
    return ran != null && isPersistent(ran) && !keepsWritable(ran, effective);
  }

  private static boolean isPersistent(Container container) {
    return container.rootfs() instanceof InlineRootfs(RootfsSpec rootfs)
        && rootfs.writable() != null
        && rootfs.writable().type() == WritableType.PERSISTENT;
  }

  /** Whether the writable layer of one is the other's, too. */
  static boolean keepsWritable(Container before, Container after) {
    return isPersistent(before)
        && isPersistent(after)
        && before.rootfs() instanceof InlineRootfs(RootfsSpec old)
        && after.rootfs() instanceof InlineRootfs(RootfsSpec now)
        && old.layers().equals(now.layers());
  }

  private void checkLoss(Refusals refusals) {
    boolean allowed = scene.request().options().force() || desired.metadata().forceEnabled();
    if (!allowed) {
      refusals.add(
          desired,
          "rootfs",
          "recreating it would lose its persistent writable layer; keep rootfs.layers and"
              + " rootfs.writable, or allow it with --force or the annotation reconcile.dev/force:"
              + " enabled");
    }
  }

  private void checkRaised(Change change, Refusals refusals) {
    if (!(change
            instanceof
            Change.Replace(
                var ignored,
                var owned,
                List<FieldChange> fields,
                boolean loses,
                String why))
        || !scene.live().missingCapabilities().contains("SYS_RESOURCE")) {
      return;
    }
    for (FieldChange field : fields) {
      if (field.path().startsWith("process.rlimits[")
          && field.mutability() == Mutability.RECREATE
          && field.from() != null
          && field.to() != null) {
        refusals.add(
            desired,
            field.path(),
            "raising a hard limit from '"
                + field.from()
                + "' to '"
                + field.to()
                + "' needs CAP_SYS_RESOURCE, which we lack; lower it, or run with that capability");
      }
    }
  }
}
