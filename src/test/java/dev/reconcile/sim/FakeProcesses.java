package dev.reconcile.sim;

import dev.reconcile.kernel.process.Processes;
import dev.reconcile.live.MountEntry;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The simulated process table. */
final class FakeProcesses implements Processes {
  /** Beyond the real kernel's PID_MAX_LIMIT, proc_sys_kernel_pid_max(5): no real process has it. */
  private static final int FIRST_PID = 5_000_000;

  private static final int INIT = 1;
  private static final String HOSTNAME = "host";

  final SortedMap<Integer, FakeProcess> table = new TreeMap<>();
  private final FakeKernel kernel;
  private int nextPid = FIRST_PID;
  private long clockTicks = 100;
  private long nextInode = 4_026_540_000L;
  private int boots = 1;
  private int self;

  FakeProcesses(FakeKernel kernel) {
    this.kernel = kernel;
    boot();
  }

  private void boot() {
    FakeProcess init = new FakeProcess(INIT, 1, 0, "init");
    init.hostname = HOSTNAME;
    init.rlimits.put("NOFILE", "1024 524288");
    init.rlimits.put("NPROC", "max max");
    for (NamespaceType type : NamespaceType.values()) {
      init.namespaces.put(type, 4_026_531_835L + type.ordinal());
    }
    kernel.shape().host().hierarchies().forEach(h -> init.cgroups.put(h.id(), "/"));
    table.put(INIT, init);
    self = spawn(INIT, "reconcile").pid;
  }

  void reboot() {
    table.clear();
    boots++;
    clockTicks = 100;
    boot();
  }

  /** A child with everything that its parent has. */
  FakeProcess spawn(int parent, String name) {
    return spawnAs(nextPid++, parent, name);
  }

  /** A child with a PID that somebody had before. */
  FakeProcess spawnAs(int pid, int parent, String name) {
    FakeProcess from = table.get(parent);
    FakeProcess child = new FakeProcess(pid, clockTicks += 7, parent, name);
    if (from != null) {
      child.cgroups.putAll(from.cgroups);
      child.namespaces.putAll(from.namespaces);
      child.rlimits.putAll(from.rlimits);
      child.hostname = from.hostname;
    }
    table.put(pid, child);
    return child;
  }

  long newNamespace() {
    return nextInode++;
  }

  /** Ends a process; its children go to init, and a PID namespace goes with its first process. */
  void end(FakeProcess process) {
    if (table.get(process.pid) != process) {
      return;
    }
    table.remove(process.pid);
    Long pidNamespace = process.namespaces.get(NamespaceType.PID);
    FakeProcess host = table.get(INIT);
    boolean ownNamespace =
        host != null && !Objects.equals(pidNamespace, host.namespaces.get(NamespaceType.PID));
    for (FakeProcess other : List.copyOf(table.values())) {
      boolean inside = Objects.equals(pidNamespace, other.namespaces.get(NamespaceType.PID));
      if (ownNamespace && inside) {
        table.remove(other.pid);
      } else if (other.parent == process.pid) {
        other.parent = INIT;
      }
    }
  }

  @Nullable FakeProcess find(int pid, long startTime) {
    FakeProcess process = table.get(pid);
    return process != null && process.startTime == startTime && !process.isZombie()
        ? process
        : null;
  }

  @Override
  public int self() {
    return self;
  }

  @Override
  public String bootId() {
    return "boot-" + boots;
  }

  private <T> Reading<T> of(int pid, Function<FakeProcess, T> what) {
    kernel.tick();
    FakeProcess process = table.get(pid == 0 ? self : pid);
    return process == null ? Reading.absent() : Reading.of(what.apply(process));
  }

  @Override
  public Reading<ProcessStat> stat(int pid) {
    return of(
        pid,
        p -> new ProcessStat(p.pid, p.startTime, p.state, p.parent, p.name, p.kernelThread, false));
  }

  @Override
  public List<Integer> all() {
    return List.copyOf(table.keySet());
  }

  @Override
  public Reading<Long> uid(int pid) {
    return of(pid, p -> p.uid);
  }

  @Override
  public Reading<SortedMap<NamespaceType, Long>> namespaces(int pid) {
    return of(pid, p -> new TreeMap<>(p.namespaces));
  }

  @Override
  public Reading<List<MountEntry>> mounts(int pid) {
    return of(pid, p -> p.pid == self ? kernel.mounts().table() : List.copyOf(p.mounts));
  }

  @Override
  public Reading<SortedMap<String, String>> cgroups(int pid) {
    return of(pid, p -> new TreeMap<>(p.cgroups));
  }

  @Override
  public Reading<SortedMap<String, String>> rlimits(int pid) {
    return of(pid, p -> new TreeMap<>(p.rlimits));
  }

  @Override
  public Reading<List<Integer>> namespacePids(int pid) {
    FakeProcess host = table.get(INIT);
    return of(
        pid,
        p -> {
          Long own = p.namespaces.get(NamespaceType.PID);
          boolean same =
              host != null && Objects.equals(host.namespaces.get(NamespaceType.PID), own);
          return same ? List.of(p.pid) : List.of(p.pid, p.name.equals("worker") ? 2 : 1);
        });
  }

  @Override
  public Reading<String> hostname(int pid, long startTime) {
    kernel.tick();
    FakeProcess process = find(pid, startTime);
    return process == null ? Reading.absent() : Reading.of(process.hostname);
  }

  @Override
  public List<String> missingCapabilities() {
    return List.of("SYS_RESOURCE");
  }
}
