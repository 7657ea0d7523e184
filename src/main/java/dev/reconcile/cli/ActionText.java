package dev.reconcile.cli;

import dev.reconcile.fields.limits.DefaultDevices;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.plan.Action;
import java.util.List;

/** What a step does to the host, in a few words. */
final class ActionText {
  private ActionText() {}

  static String of(Action action) {
    return switch (action) {
      case Action.MakeCgroup make -> "make cgroup " + make.path() + in(make.hierarchies());
      case Action.MarkCgroup mark ->
          "mark cgroup " + mark.path() + " as ours" + in(mark.hierarchies());
      case Action.EnableControllers enable ->
          "enable " + String.join(", ", enable.controllers()) + " below cgroup " + enable.path();
      case Action.WriteLimit write ->
          "write '"
              + DefaultDevices.brief(write.value())
              + "' to "
              + write.file()
              + " of cgroup "
              + write.path();
      case Action.SetUnitProperties set ->
          "set " + String.join(" ", set.assignments()) + " of systemd's " + set.unit();
      case Action.ResetUnitProperties reset ->
          "reset " + String.join(", ", reset.properties()) + " of systemd's " + reset.unit();
      case Action.Delegate delegate ->
          "have systemd delegate cgroup " + delegate.path() + in(delegate.hierarchies());
      case Action.EndDelegation end -> "give cgroup " + end.path() + " back to systemd";
      case Action.RemoveCgroup remove ->
          "remove cgroup " + remove.path() + in(remove.hierarchies());
      case Action.PrepareContainer ignored -> "prepare its directory, init layer and program";
      case Action.StartContainer start -> "start it in cgroup " + start.leaf();
      case Action.AdoptContainer adopt -> "give PID " + adopt.pid() + " a monitor";
      case Action.RewriteInitFiles files -> "rewrite " + String.join(", ", files.paths());
      case Action.SignalProcess signal -> "send SIG" + signal.signal() + " to PID " + signal.pid();
      case Action.ReloadMonitor reload -> "have monitor " + reload.monitor() + " read its program";
      case Action.SetHostname set -> "set hostname " + set.hostname() + " of PID " + set.pid();
      case Action.SetRlimit set ->
          "set rlimit "
              + set.type()
              + " of PID "
              + set.pid()
              + " to "
              + set.soft()
              + " "
              + set.hard();
      case Action.StopContainer stop -> "stop it by its monitor " + stop.monitor();
      case Action.KillCgroup kill -> "kill what is left in cgroup " + kill.path();
      case Action.RemoveContainerFiles files ->
          files.keepWritable()
              ? "remove its directory, but keep the writable layer"
              : "remove its directory";
      case Action.RestoreOriginal restore ->
          "restore '" + restore.value() + "' in " + restore.file();
      case Action.MountHierarchy mount ->
          "mount "
              + mount.hierarchy().id()
              + " at "
              + mount.hierarchy().mountPoint()
              + (mount.options().isEmpty() ? "" : " with " + String.join(",", mount.options()));
      case Action.JoinHierarchies join ->
          "put its processes into cgroup " + join.path() + in(join.hierarchies());
      case Action.PlaceProcesses place ->
          "move " + place.processes().size() + " processes to cgroup " + place.path();
      case Action.ReturnProcesses back ->
          "move " + (back.all() ? "all" : "some") + " processes back from cgroup " + back.path();
      case Action.SetHierarchyOptions set ->
          "set the mount options of v2 to '" + String.join(",", set.options()) + "'";
      case Action.ClearHierarchy clear ->
          "remove our " + clear.paths().size() + " cgroups from " + clear.hierarchy().id();
      case Action.UnmountHierarchy unmount -> "unmount " + unmount.hierarchy().mountPoint();
      case Action.Record record -> "record it as owned by " + record.owner();
    };
  }

  /** {@code v1 memory: /sys/fs/cgroup/memory/…} of a write to a control file; else empty. */
  static String file(Action action) {
    if (action instanceof Action.WriteLimit write) {
      return file(write.hierarchy(), write.path(), write.file());
    }
    return action instanceof Action.RestoreOriginal restore
        ? file(restore.hierarchy(), restore.path(), restore.file())
        : "";
  }

  private static String file(Hierarchy hierarchy, String path, String file) {
    String version = hierarchy.version() == 1 ? "v1 " : "";
    return version + hierarchy.id() + ": " + hierarchy.directory(path) + "/" + file;
  }

  private static String in(List<Hierarchy> hierarchies) {
    StringBuilder text = new StringBuilder(" in ");
    for (int i = 0; i < hierarchies.size(); i++) {
      text.append(i == 0 ? "" : " ").append(hierarchies.get(i).id());
    }
    return text.toString();
  }
}
