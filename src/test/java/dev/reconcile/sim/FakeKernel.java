package dev.reconcile.sim;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.model.CgroupPaths;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;

/**
 * One simulated host behind the kernel's door. What a run begins (a monitor, a stop) takes some
 * turns to happen; a turn passes with every call. The same seed gives the same host.
 */
final class FakeKernel {
  private final HostShape shape;
  private final Random random;
  private final Faults faults = new Faults();
  private final FakeFiles files;
  private final FakeProcesses processes;
  private final FakeCgroups cgroups;
  private final FakeMounts mounts;
  private final FakeMonitors monitors;

  FakeKernel(HostShape shape, long seed) {
    this.shape = shape;
    this.random = new Random(seed);
    this.files = new FakeFiles(faults);
    this.mounts = new FakeMounts(this);
    this.processes = new FakeProcesses(this);
    this.cgroups = new FakeCgroups(this);
    this.monitors = new FakeMonitors(this);
    files.seedDirectory("/srv/base/etc");
    files.seedDirectory("/srv/app");
    files.seedDirectory("/srv/data");
    files.seedDirectory("/dev/mqueue");
    files.seedDirectory("/etc");
    files.seedDirectory("/run");
    files.seedDirectory("/var/lib");
    files.seedFile(
        Path.of("/etc/resolv.conf"),
        "nameserver 10.0.0.1\n".getBytes(StandardCharsets.UTF_8),
        0644);
  }

  /** The door. */
  Kernel door() {
    return new Kernel(cgroups, processes, monitors, files, mounts, new NoSystemd());
  }

  HostShape shape() {
    return shape;
  }

  Faults faults() {
    return faults;
  }

  FakeFiles files() {
    return files;
  }

  FakeProcesses processes() {
    return processes;
  }

  FakeCgroups cgroups() {
    return cgroups;
  }

  FakeMounts mounts() {
    return mounts;
  }

  FakeMonitors monitors() {
    return monitors;
  }

  /** A turn passes. */
  void tick() {
    // While the host is being built there are no monitors yet.
    if (monitors != null) {
      monitors.tick();
    }
  }

  /** How many turns the next thing takes. */
  int delay() {
    return 1 + random.nextInt(12);
  }

  /** Everything that is under way ends. */
  void settle() {
    for (int turn = 0; turn < 3; turn++) {
      List.copyOf(monitors.alive.keySet()).forEach(monitors::hurry);
    }
  }

  /** Everything but the disk is gone. */
  void reboot() {
    monitors.reboot();
    mounts.boot();
    processes.reboot();
    cgroups.reboot();
    files.drop(Path.of(Sim.RUN_DIR));
  }

  /** The run's own process is gone; its helper reads the end of its standard input. */
  void endOfRun() {
    monitors.close();
  }

  /** SIGKILL to a process, by anybody; its monitor hears of it. */
  void kill(FakeProcess process) {
    end(process, 137);
  }

  /** A process ends by itself or is killed. */
  void end(FakeProcess process, int code) {
    processes.end(process);
    monitors.exited(process, code);
  }

  /** SIGKILL to all in a group and below it. */
  void killAll(Hierarchy hierarchy, String path) {
    FakeGroup group = cgroups.find(hierarchy, path);
    if (group != null) {
      for (String below : group.tree().keySet()) {
        cgroups.members(hierarchy, below).forEach(this::kill);
      }
    }
  }

  /** A monitor's last act: {@code cgroup.kill}, or every PID of a {@code cgroup.procs}. */
  void killByFile(String file) {
    for (Hierarchy hierarchy : mounts.host().hierarchies()) {
      String directory = CgroupPaths.parent(file);
      if (directory.startsWith(hierarchy.mountPoint() + "/")) {
        killAll(hierarchy, directory.substring(hierarchy.mountPoint().length()));
      }
    }
  }

  /** A system call that the rules may refuse. */
  interface Call {
    void run() throws Refused;
  }

  /** A change by the run, with the kernel's refusal as the door shows it. */
  void refusing(String call, Call what) throws KernelException {
    tick();
    faults.change(
        call,
        () -> {
          try {
            what.run();
          } catch (Refused e) {
            throw new KernelException(call, "", e.errno().name(), "");
          }
        });
  }
}
