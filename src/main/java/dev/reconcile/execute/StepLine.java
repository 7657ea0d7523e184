package dev.reconcile.execute;

import dev.reconcile.fields.limits.DeviceChange;
import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.fields.limits.LimitTable;
import dev.reconcile.kernel.cgroup.DeviceProgram;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Marks;
import dev.reconcile.plan.Action;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Steps as straight lines of instructions, docs/helper-protocol.md. A line is the case in which
 * nothing is in the way; when it fails, the step is done again with care.
 */
final class StepLine {
  private final CgroupHost host;
  private final ContainerExecutor containers;
  private @Nullable Program lastProgram;

  /** A program of v2's devices, and the text that it was made from. */
  private record Program(String text, String name, String digits) {}

  StepLine(CgroupHost host, ContainerExecutor containers) {
    this.host = host;
    this.containers = containers;
  }

  /** Null for a step that is not done in one line. */
  @Nullable List<List<String>> of(Action action) throws IOException {
    return switch (action) {
      case Action.MakeCgroup make -> make(make);
      case Action.WriteLimit write -> write(write);
      case Action.PrepareContainer prepare -> containers.prepareLine(prepare);
      case Action.RemoveCgroup remove -> remove(remove);
      case Action.RemoveContainerFiles remove -> containers.removeFilesLine(remove);
      case Action.StartContainer ignored -> null;
      case Action.MarkCgroup ignored -> null;
      case Action.EnableControllers ignored -> null;
      case Action.RestoreOriginal ignored -> null;
      case Action.KillCgroup ignored -> null;
      case Action.AdoptContainer ignored -> null;
      case Action.RewriteInitFiles ignored -> null;
      case Action.ReloadMonitor ignored -> null;
      case Action.SetHostname ignored -> null;
      case Action.SetRlimit ignored -> null;
      case Action.SignalProcess ignored -> null;
      case Action.StopContainer ignored -> null;
      case Action.MountHierarchy ignored -> null;
      case Action.JoinHierarchies ignored -> null;
      case Action.PlaceProcesses ignored -> null;
      case Action.ReturnProcesses ignored -> null;
      case Action.SetHierarchyOptions ignored -> null;
      case Action.ClearHierarchy ignored -> null;
      case Action.UnmountHierarchy ignored -> null;
      case Action.SetUnitProperties ignored -> null;
      case Action.ResetUnitProperties ignored -> null;
      case Action.Delegate ignored -> null;
      case Action.EndDelegation ignored -> null;
      case Action.Record ignored -> null;
    };
  }

  private List<List<String>> make(Action.MakeCgroup make) {
    Hierarchy first = host.first();
    Map<String, String> ofFirst = Marks.attributes(make.marks(), true);
    Map<String, String> ofOthers = Marks.attributes(make.marks(), false);
    List<List<String>> line = new ArrayList<>();
    for (Hierarchy hierarchy : make.hierarchies()) {
      String directory = directory(hierarchy, make.path());
      line.add(List.of("make", directory));
      for (var mark : (hierarchy.equals(first) ? ofFirst : ofOthers).entrySet()) {
        line.add(List.of("mark", directory, Marks.PREFIX + mark.getKey(), mark.getValue()));
      }
    }
    return line;
  }

  private @Nullable List<List<String>> write(Action.WriteLimit write) {
    if (write.file().equals(DeviceChange.FILE)) {
      return devices(write);
    }
    if (write.file().equals(DeviceRules.FILE)) {
      return program(write);
    }
    boolean literal = LimitTable.readsBackAlone(write.hierarchy().version(), write.file());
    if (write.value().isBlank() || !literal) {
      return null;
    }
    String file = directory(write.hierarchy(), write.path()) + "/" + write.file();
    return List.of(List.of("set", file, write.value(), write.expected()));
  }

  /** Rules that go to the same file one after the other open it once. */
  private static List<List<String>> devices(Action.WriteLimit write) {
    String directory = directory(write.hierarchy(), write.path()) + "/";
    List<List<String>> line = new ArrayList<>();
    List<String> rules = new ArrayList<>();
    for (DeviceChange change : DeviceChange.parse(write.value())) {
      String file = directory + change.file();
      if (rules.isEmpty() || !rules.get(1).equals(file)) {
        rules = new ArrayList<>(List.of("write", file));
        line.add(rules);
      }
      rules.add(change.rule());
    }
    line.add(List.of("expect", directory + write.file(), write.expected()));
    return line;
  }

  /** Nearly every container has the same program, so it is compiled once. */
  private @Nullable List<List<String>> program(Action.WriteLimit write) {
    String text = write.value();
    if (text.equals(DeviceRules.NO_PROGRAM)) {
      return null;
    }
    Program known = lastProgram;
    if (known == null || !known.text.equals(text)) {
      known = new Program(text, DeviceRules.programName(text), DeviceProgram.digits(text));
      lastProgram = known;
    }
    String directory = directory(write.hierarchy(), write.path());
    return List.of(List.of("devices", directory, known.name, known.digits));
  }

  private @Nullable List<List<String>> remove(Action.RemoveCgroup remove) {
    if (containers.isMonitorsGroup(remove.path())) {
      return null;
    }
    List<List<String>> line = new ArrayList<>();
    for (Hierarchy hierarchy : remove.hierarchies()) {
      line.add(List.of("rmdir", directory(hierarchy, remove.path())));
    }
    return line;
  }

  private static String directory(Hierarchy hierarchy, String path) {
    return hierarchy.mountPoint() + (path.equals("/") ? "" : path);
  }
}
