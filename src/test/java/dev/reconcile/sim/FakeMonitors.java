package dev.reconcile.sim;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.process.Monitors;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.sim.FakeMonitor.Phase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The simulated helper and its monitors, which live on when the run that started them is killed.
 */
final class FakeMonitors implements Monitors {
  private static final int SIGKILL = 9;
  private static final int KILLED = 128 + SIGKILL;

  /** Who holds the lock of which container directory. */
  final SortedMap<Path, FakeMonitor> alive = new TreeMap<>();

  private final FakeKernel kernel;

  /** Of the program that is running now. */
  @Nullable FakeProcess helper;

  FakeMonitors(FakeKernel kernel) {
    this.kernel = kernel;
  }

  private FakeProcess helper() {
    FakeProcess here = helper;
    if (here == null) {
      here = kernel.processes().spawn(kernel.processes().self(), "reconcile-helper");
      helper = here;
    }
    return here;
  }

  @Override
  public void close() {
    if (helper != null) {
      kernel.processes().end(helper);
      helper = null;
    }
  }

  @Override
  public void leave() {
    if (helper != null && helper.cgroups.containsValue(Sim.CGROUP_ROOT + "/.monitors")) {
      close();
    }
  }

  void reboot() {
    alive.clear();
    helper = null;
  }

  @Override
  public void join(List<Path> files) throws KernelException {
    for (Path file : files) {
      kernel.refusing(
          "join " + file, () -> kernel.cgroups().attachByFile(helper(), file.toString()));
    }
  }

  @Override
  public CompletableFuture<Started> start(Path directory) {
    return request("start ", directory, null);
  }

  @Override
  public CompletableFuture<Started> adopt(Path directory, int pid, long startTime) {
    FakeProcess init = kernel.processes().find(pid, startTime);
    if (init == null) {
      return CompletableFuture.failedFuture(refusal("adopt", directory, Errno.ESRCH));
    }
    return request("adopt ", directory, init);
  }

  private CompletableFuture<Started> request(
      String call, Path directory, @Nullable FakeProcess init) {
    kernel.tick();
    Begun begun = new Begun(() -> hurry(directory));
    try {
      kernel.faults().change(call + directory.getFileName(), () -> begin(directory, init, begun));
    } catch (KernelException e) {
      begun.completeExceptionally(e);
    }
    return begun;
  }

  private void begin(Path directory, @Nullable FakeProcess init, Begun begun)
      throws KernelException {
    if (alive.containsKey(directory)) {
      throw refusal("lock", directory, Errno.EAGAIN);
    }
    FakeFiles.Node file = kernel.files().nodes.get(directory.resolve("program"));
    if (file == null) {
      throw refusal("open program of", directory, Errno.ENOENT);
    }
    FakeProcess process = kernel.processes().spawn(helper().pid, "reconcile-monitor");
    FakeMonitor monitor = new FakeMonitor(directory, process, Program.read(file.content()));
    alive.put(directory, monitor);
    kernel.files().seedFile(directory.resolve("monitor.lock"), new byte[0], 0600);
    if (init != null) {
      monitor.init = init;
      init.parent = process.pid;
      monitor.phase = Phase.RUNNING;
      begun.complete(new Started(init.pid, init.startTime, process.pid));
      write(monitor, Map.of());
      return;
    }
    monitor.request = begun;
    monitor.delay = kernel.delay();
    write(monitor, Map.of());
  }

  private static KernelException refusal(String what, Path directory, Errno errno) {
    return new KernelException(what, directory.toString(), errno.name(), "");
  }

  /** Whatever has begun and is due ends. */
  void tick() {
    for (FakeMonitor monitor : List.copyOf(alive.values())) {
      if (monitor.delay > 0 && --monitor.delay == 0) {
        proceed(monitor);
      }
    }
  }

  /** As if one had waited until there is nothing to wait for. */
  void hurry(Path directory) {
    FakeMonitor monitor = alive.get(directory);
    if (monitor != null && monitor.phase != Phase.RUNNING) {
      proceed(monitor);
    }
  }

  private void proceed(FakeMonitor monitor) {
    monitor.delay = 0;
    switch (monitor.phase) {
      case STARTING, BACKOFF -> setUp(monitor);
      case STOPPING -> finishStop(monitor);
      case RUNNING, SUCCEEDED, FAILED, STOPPED -> {}
    }
  }

  private void setUp(FakeMonitor monitor) {
    try {
      FakeProcess init = new ContainerSetUp(kernel, monitor).run();
      if (init == null) {
        return;
      }
      monitor.init = init;
      monitor.phase = Phase.RUNNING;
      write(monitor, Map.of());
      Begun request = monitor.request;
      monitor.request = null;
      if (request != null) {
        request.complete(new Started(init.pid, init.startTime, monitor.process.pid));
      }
    } catch (Refused e) {
      failed(monitor, refusal("set up", monitor.directory, e.errno()));
    }
  }

  /** A first start that fails ends the monitor; a later one goes on by the policy. */
  private void failed(FakeMonitor monitor, KernelException why) {
    Map<String, String> outcome =
        Map.of("reason", "StartError", "message", String.valueOf(why.getMessage()));
    Begun request = monitor.request;
    monitor.request = null;
    if (request != null || monitor.program.setting("restart").equals("Never")) {
      monitor.phase = Phase.FAILED;
      end(monitor, outcome);
    } else {
      monitor.phase = Phase.BACKOFF;
      write(monitor, outcome);
    }
    if (request != null) {
      request.completeExceptionally(why);
    }
  }

  /** PID 1 has ended. */
  void exited(FakeProcess init, int code) {
    for (FakeMonitor monitor : List.copyOf(alive.values())) {
      if (monitor.init == init) {
        monitor.init = null;
        react(monitor, code);
      }
    }
  }

  private void react(FakeMonitor monitor, int code) {
    if (monitor.phase == Phase.STOPPING) {
      return;
    }
    Map<String, String> outcome =
        Map.of(
            "exitCode", Integer.toString(code),
            "signal", Integer.toString(code == KILLED ? SIGKILL : 0),
            "reason", code == 0 ? "Completed" : "Error");
    String policy = monitor.program.setting("restart");
    if (policy.equals("Never") || (policy.equals("OnFailure") && code == 0)) {
      monitor.phase = code == 0 ? Phase.SUCCEEDED : Phase.FAILED;
      end(monitor, outcome);
    } else {
      monitor.restarts++;
      monitor.phase = Phase.BACKOFF;
      write(monitor, outcome);
      monitor.delay = kernel.delay();
    }
  }

  private void finishStop(FakeMonitor monitor) {
    String kill = monitor.program.setting("kill-file");
    String file = kill.isEmpty() ? monitor.program.setting("procs-file") : kill;
    kernel.killByFile(file);
    FakeProcess init = monitor.init;
    if (init != null) {
      kernel.processes().end(init);
      monitor.init = null;
    }
    monitor.phase = Phase.STOPPED;
    end(monitor, Map.of("exitCode", Integer.toString(KILLED)));
  }

  private void end(FakeMonitor monitor, Map<String, String> outcome) {
    write(monitor, outcome);
    alive.remove(monitor.directory);
    kernel.processes().end(monitor.process);
  }

  private void write(FakeMonitor monitor, Map<String, String> outcome) {
    monitor.record(kernel.files(), kernel.processes().bootId(), outcome);
  }

  /**
   * {@code kill -9} of a monitor: its container goes on without it, unless it had not begun yet.
   */
  void kill(FakeMonitor monitor) {
    alive.remove(monitor.directory);
    kernel.processes().end(monitor.process);
  }

  @Override
  public void signal(int pid, long startTime, int number) throws KernelException {
    kernel.refusing("kill -" + number, () -> process(pid, startTime));
  }

  @Override
  public void setHostname(int pid, long startTime, String hostname) throws KernelException {
    kernel.refusing("sethostname " + hostname, () -> process(pid, startTime).hostname = hostname);
  }

  @Override
  public void setRlimit(int pid, long startTime, String type, String soft, String hard)
      throws KernelException {
    kernel.refusing(
        "prlimit " + type + "=" + soft + ":" + hard,
        () -> {
          FakeProcess process = process(pid, startTime);
          String now = process.rlimits.getOrDefault(type, "max max");
          if (value(hard) > value(now.substring(now.indexOf(' ') + 1))) {
            throw new Refused(Errno.EPERM);
          }
          process.rlimits.put(type, soft + " " + hard);
        });
  }

  private static long value(String limit) {
    return limit.equals("max") ? Long.MAX_VALUE : Long.parseLong(limit);
  }

  private FakeProcess process(int pid, long startTime) throws Refused {
    FakeProcess process = kernel.processes().find(pid, startTime);
    if (process == null) {
      throw new Refused(Errno.ESRCH);
    }
    return process;
  }

  @Override
  public SortedMap<String, Integer> running(Path containers) {
    kernel.tick();
    SortedMap<String, Integer> running = new TreeMap<>();
    for (FakeMonitor monitor : alive.values()) {
      if (containers.equals(monitor.directory.getParent())) {
        running.put(monitor.name(), monitor.process.pid);
      }
    }
    return running;
  }

  private @Nullable FakeMonitor holder(Path directory, int pid) {
    FakeMonitor monitor = alive.get(directory);
    return monitor != null && monitor.process.pid == pid ? monitor : null;
  }

  @Override
  public void stop(Path directory, int pid) throws KernelException {
    kernel.refusing(
        "stop " + directory.getFileName(),
        () -> {
          FakeMonitor monitor = holder(directory, pid);
          if (monitor != null) {
            monitor.phase = Phase.STOPPING;
            monitor.delay = kernel.delay();
            write(monitor, Map.of());
          }
        });
  }

  @Override
  public void reload(Path directory, int pid) throws KernelException {
    kernel
        .faults()
        .change(
            "reload " + directory.getFileName(),
            () -> {
              FakeMonitor monitor = holder(directory, pid);
              FakeFiles.Node file = kernel.files().nodes.get(directory.resolve("program"));
              if (monitor == null || file == null) {
                throw refusal("reload monitor of", directory, Errno.ESRCH);
              }
              monitor.program = Program.read(file.content());
            });
  }

  @Override
  public boolean awaitEnd(Path directory, int holder, Duration timeout) {
    FakeMonitor monitor = alive.get(directory);
    if (monitor == null || monitor.process.pid != holder) {
      return true;
    }
    if (monitor.phase == Phase.STOPPING) {
      proceed(monitor);
    }
    return !alive.containsKey(directory);
  }

  @Override
  public Reading<MonitorStatus> status(Path directory) {
    kernel.tick();
    FakeFiles.Node file = kernel.files().nodes.get(directory.resolve("status"));
    if (file == null) {
      return Reading.absent();
    }
    SortedMap<String, String> values = new TreeMap<>();
    String text = new String(file.content(), StandardCharsets.UTF_8);
    for (String line : text.substring(0, text.lastIndexOf('\n') + 1).split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return Reading.of(new MonitorStatus(values));
  }

  @Override
  public void restart(Path containerDirectory, int monitor) {
    throw new UnsupportedOperationException("no run of the engine restarts by hand");
  }

  @Override
  public void exec(List<List<String>> program) {
    throw new UnsupportedOperationException("no run of the engine joins a container");
  }
}
