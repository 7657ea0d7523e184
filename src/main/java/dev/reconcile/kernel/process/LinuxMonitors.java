package dev.reconcile.kernel.process;

import dev.reconcile.kernel.Errno;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.SmallFile;
import dev.reconcile.kernel.cgroup.LookRequest;
import dev.reconcile.kernel.libc.Libc;
import dev.reconcile.kernel.libc.Spawns;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import java.io.FileOutputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import jnr.ffi.Pointer;

/** The helper as a child process and the monitors that it started, now or in a run before. */
public final class LinuxMonitors implements Monitors {
  private static final String LOCK = "monitor.lock";

  private static final int SIGHUP = 1;
  private static final int SIGUSR1 = 10;
  private static final int SIGTERM = 15;

  private final Path helper;
  private final Helpers helpers;
  private boolean joined;

  /**
   * @param helper the executable {@code reconcile-helper}
   */
  public LinuxMonitors(Path helper) {
    this.helper = helper;
    this.helpers = new Helpers(helper);
  }

  private CompletableFuture<Map<String, String>> request(List<String> instruction) {
    try {
      return helpers.first().request(instruction).thenApply(HelperConnection::pairs);
    } catch (KernelException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  @Override
  public void join(List<Path> files) throws KernelException {
    List<String> instruction = new ArrayList<>(List.of("join"));
    for (Path file : files) {
      instruction.add(file.toString());
    }
    joined();
    HelperConnection.await(request(instruction));
  }

  private synchronized void joined() {
    joined = true;
  }

  @Override
  public synchronized void leave() {
    if (joined) {
      close();
    }
  }

  @Override
  public CompletableFuture<Started> start(Path containerDirectory) {
    return request(List.of("start", containerDirectory.toString()))
        .thenApply(
            ok ->
                new Started(
                    number(ok, "pid"),
                    Long.parseLong(ok.getOrDefault("starttime", "0")),
                    number(ok, "monitor")));
  }

  @Override
  public CompletableFuture<Started> adopt(Path containerDirectory, int pid, long startTime) {
    List<String> instruction =
        List.of(
            "adopt",
            containerDirectory.toString(),
            Integer.toString(pid),
            Long.toString(startTime));
    return request(instruction).thenApply(ok -> new Started(pid, startTime, number(ok, "monitor")));
  }

  private static int number(Map<String, String> ok, String key) {
    return Integer.parseInt(ok.getOrDefault(key, "0"));
  }

  @Override
  public void setHostname(int pid, long startTime, String hostname) throws KernelException {
    HelperConnection.await(
        request(List.of("hostname", Integer.toString(pid), Long.toString(startTime), hostname)));
  }

  @Override
  public void setRlimit(int pid, long startTime, String type, String soft, String hard)
      throws KernelException {
    HelperConnection.await(
        request(
            List.of("prlimit", Integer.toString(pid), Long.toString(startTime), type, soft, hard)));
  }

  @Override
  public SortedMap<String, Integer> running(Path containersDirectory) throws KernelException {
    SortedMap<String, Integer> running = new TreeMap<>();
    String[] names = containersDirectory.toFile().list();
    if (names == null) {
      if (Files.exists(containersDirectory, LinkOption.NOFOLLOW_LINKS)) {
        throw new KernelException("list", containersDirectory.toString(), "", "run as root");
      }
      return running;
    }
    for (String name : names) {
      int holder = LockHolder.of(containersDirectory.resolve(name).resolve(LOCK));
      if (holder > 0) {
        running.put(name, holder);
      }
    }
    return running;
  }

  @Override
  public void signal(int pid, long startTime, int number) throws KernelException {
    try (Pidfd process = Pidfd.open(pid)) {
      // Compared after the descriptor was opened: from here on it is this very process.
      if (process != null
          && SmallFile.read("/proc/" + pid + "/stat", ProcFormats::stat).orNull()
              instanceof Processes.ProcessStat stat
          && stat.startTime() == startTime) {
        process.signal(number);
      }
    }
  }

  @Override
  public void stop(Path containerDirectory, int monitor) throws KernelException {
    signal(containerDirectory, monitor, SIGTERM);
  }

  @Override
  public void restart(Path containerDirectory, int monitor) throws KernelException {
    if (!catches(monitor, SIGUSR1)) {
      throw new KernelException(
          "restart by monitor",
          Integer.toString(monitor),
          "",
          "it is of a version that cannot; delete the container and apply");
    }
    signal(containerDirectory, monitor, SIGUSR1);
  }

  /** {@code SigCgt:\t0000000000010201} of {@code /proc/PID/status}: bit N-1 is signal N. */
  private static boolean catches(int pid, int signal) {
    String status = SmallFile.read("/proc/" + pid + "/status", text -> text).orNull();
    int at = status == null ? -1 : status.indexOf("\nSigCgt:\t");
    if (status == null || at < 0) {
      return false;
    }
    int mask = at + "\nSigCgt:\t".length();
    return (Long.parseUnsignedLong(status.substring(mask, mask + 16), 16) >> (signal - 1) & 1) == 1;
  }

  @Override
  public void reload(Path containerDirectory, int monitor) throws KernelException {
    if (!signal(containerDirectory, monitor, SIGHUP)) {
      throw new KernelException(
          "reload monitor of",
          containerDirectory.toString(),
          "",
          "process " + monitor + " is not it; apply again");
    }
  }

  // The lock is looked at after the process has been opened: a PID that came into other hands holds
  // no lock of ours.
  private static boolean signal(Path containerDirectory, int monitor, int signal)
      throws KernelException {
    try (Pidfd process = Pidfd.open(monitor)) {
      if (process == null || LockHolder.of(containerDirectory.resolve(LOCK)) != monitor) {
        return false;
      }
      process.signal(signal);
      return true;
    }
  }

  @Override
  public boolean awaitEnd(Path containerDirectory, int monitor, Duration timeout)
      throws InterruptedException {
    return new EndOfMonitor(containerDirectory.resolve(LOCK), monitor).await(timeout);
  }

  @Override
  public Reading<MonitorStatus> status(Path containerDirectory) {
    return SmallFile.read(
        containerDirectory.resolve("status").toString(), LinuxMonitors::parseStatus);
  }

  private static MonitorStatus parseStatus(String lines) {
    SortedMap<String, String> values = new TreeMap<>();
    // What stands behind the last line break was cut off.
    String whole = lines.substring(0, lines.lastIndexOf('\n') + 1);
    for (String line : whole.split("\n", -1)) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        values.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return new MonitorStatus(values);
  }

  @Override
  public void exec(List<List<String>> program) throws KernelException {
    // Without close-on-exec: the helper reads it, and then closes all but the standard descriptors.
    Pointer name = Libc.string("program");
    int fd = Spawns.Holder.C.memfd_create(name.address(), 0);
    // Native memory goes with its Java object, and a call knows only addresses.
    Reference.reachabilityFence(name);
    if (fd < 0) {
      throw new KernelException(
          "make a memory file for", helper.toString(), Errno.symbol(Libc.errno()), "");
    }
    try (FileOutputStream out = new FileOutputStream("/proc/self/fd/" + fd)) {
      out.write(Frames.program(program));
    } catch (IOException e) {
      throw new KernelException(
          "write the program for", helper.toString(), Errno.symbol(e), "mount procfs on /proc");
    }
    Spawner.become(List.of(helper.toString(), "exec", Integer.toString(fd)));
  }

  /** Looks at control groups through the helper. */
  public LookRequest look() {
    return new HelperLook(helpers);
  }

  @Override
  public void expect(int groups) {
    if (groups >= HelperAhead.WORTH_A_SECOND) {
      helpers.prepare(true);
    }
  }

  @Override
  public Ahead ahead() {
    return new HelperAhead(helpers);
  }

  @Override
  public synchronized void close() {
    helpers.close();
    joined = false;
  }
}
