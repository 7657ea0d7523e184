package dev.reconcile.plan;

import dev.reconcile.diff.FieldChange;
import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.Container;
import java.util.List;
import java.util.Map;

/**
 * A plan as stable text: what tests compare and digests are taken over. Everything that the plan
 * does is in it, the specs of containers by their digest.
 */
public final class Plans {
  private Plans() {}

  /** One line a step, its fields and consequence indented below. */
  public static String draw(Plan plan) {
    StringBuilder text = new StringBuilder();
    for (Step step : plan.steps()) {
      text.append(step.number())
          .append(' ')
          .append(step.verb().sign())
          .append(' ')
          .append(step.subject());
      text.append(": ").append(action(step.action()));
      if (!step.after().isEmpty()) {
        text.append(" (after");
        step.after().forEach(number -> text.append(' ').append(number));
        text.append(')');
      }
      text.append('\n');
      for (FieldChange field : step.fields()) {
        text.append("    ").append(field(field)).append('\n');
      }
      if (!step.consequence().isEmpty()) {
        text.append("    ! ").append(step.consequence()).append('\n');
      }
    }
    return text.toString();
  }

  private static String field(FieldChange field) {
    String from = field.secret() ? "***" : String.valueOf(field.from());
    String to = field.secret() ? "***" : String.valueOf(field.to());
    return field.path()
        + ": "
        + from
        + " -> "
        + to
        + " ["
        + field.mutability().label()
        + ", "
        + field.cause().label()
        + "]";
  }

  private static String action(Action action) {
    return switch (action) {
      case Action.MakeCgroup make ->
          "make " + make.path() + in(make.hierarchies()) + marks(make.marks());
      case Action.MarkCgroup mark ->
          "mark " + mark.path() + in(mark.hierarchies()) + marks(mark.marks());
      case Action.EnableControllers enable ->
          "enable " + enable.controllers() + " below " + enable.path();
      case Action.WriteLimit write ->
          "write "
              + write.hierarchy().id()
              + ":"
              + write.path()
              + "/"
              + write.file()
              + " = "
              + DefaultDevices.brief(write.value()).replace("\n", "\\n");
      case Action.SetUnitProperties set ->
          "set " + String.join(" ", set.assignments()) + " of " + set.unit();
      case Action.ResetUnitProperties reset ->
          "reset "
              + String.join(" ", reset.properties())
              + " of "
              + reset.unit()
              + " to "
              + reset.assignments();
      case Action.Delegate delegate ->
          "delegate " + delegate.path() + in(delegate.hierarchies()) + marks(delegate.marks());
      case Action.EndDelegation end -> "end delegation of " + end.path();
      case Action.RemoveCgroup remove -> "remove " + remove.path() + in(remove.hierarchies());
      case Action.PrepareContainer prepare ->
          "prepare" + spec(prepare.container()) + " for " + prepare.leaf();
      case Action.StartContainer start -> "start in " + start.leaf();
      case Action.AdoptContainer adopt -> "adopt PID " + adopt.pid() + " of " + adopt.startTime();
      case Action.RewriteInitFiles files ->
          "rewrite" + spec(files.container()) + " " + files.paths();
      case Action.SignalProcess signal -> "signal " + signal.signal() + " to PID " + signal.pid();
      case Action.ReloadMonitor reload ->
          "reload" + spec(reload.container()) + " monitor " + reload.monitor();
      case Action.SetHostname set -> "hostname " + set.hostname() + " of PID " + set.pid();
      case Action.SetRlimit set ->
          "rlimit " + set.type() + " " + set.soft() + " " + set.hard() + " of PID " + set.pid();
      case Action.StopContainer stop -> "stop by monitor " + stop.monitor();
      case Action.KillCgroup kill -> "kill " + kill.path() + in(kill.hierarchies());
      case Action.RemoveContainerFiles files ->
          "remove files" + (files.keepWritable() ? " but the writable layer" : "");
      case Action.RestoreOriginal restore ->
          "restore " + restore.hierarchy().id() + ":" + restore.file() + " = " + restore.value();
      case Action.MountHierarchy mount ->
          "mount "
              + mount.hierarchy().id()
              + " at "
              + mount.hierarchy().mountPoint()
              + " with "
              + mount.options()
              + " making "
              + mount.directories();
      case Action.JoinHierarchies join ->
          "join " + join.path() + in(join.hierarchies()) + " from " + join.present().id();
      case Action.PlaceProcesses place ->
          "place " + place.processes() + " at " + place.path() + in(place.hierarchies());
      case Action.ReturnProcesses back ->
          "return " + (back.all() ? "all" : back.origins().keySet()) + " from " + back.path();
      case Action.SetHierarchyOptions set ->
          "set options " + set.options() + " by " + set.mountPoint();
      case Action.ClearHierarchy clear ->
          "clear " + clear.hierarchy().id() + " of " + clear.paths();
      case Action.UnmountHierarchy unmount ->
          "unmount "
              + unmount.hierarchy().id()
              + " at "
              + unmount.hierarchy().mountPoint()
              + (unmount.released() ? " for good" : "")
              + " removing "
              + unmount.directories();
      case Action.Record record -> "record for " + record.owner();
    };
  }

  private static String spec(Container container) {
    return " " + dev.reconcile.model.Digests.container(container, path -> false).substring(0, 12);
  }

  private static String in(List<Hierarchy> hierarchies) {
    StringBuilder text = new StringBuilder(" in");
    hierarchies.forEach(hierarchy -> text.append(' ').append(hierarchy.id()));
    return text.toString();
  }

  private static String marks(Map<String, String> marks) {
    StringBuilder text = new StringBuilder(" as");
    marks.forEach(
        (name, value) -> text.append(' ').append(name).append('=').append(shorten(name, value)));
    return text.toString();
  }

  private static String shorten(String name, String value) {
    return name.equals("digest") ? value.substring(0, 12) : value;
  }
}
