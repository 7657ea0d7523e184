package dev.reconcile.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.kernel.process.Monitors.Started;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.NamespaceType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@Tag("kernel")
class LinuxMonitorsKernelTest {
  private static final Path HELPER = Path.of("native/build/reconcile-helper").toAbsolutePath();
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);

  private final Processes processes = new LinuxProcesses(HostRoot.LIVE);
  private final LinuxMonitors monitors = new LinuxMonitors(HELPER);

  @TempDir Path containers = Path.of("");

  @BeforeEach
  void needRootAndHelper() throws IOException {
    RealKernel.assumeRoot();
    assumeTrue(Files.isExecutable(HELPER), "requires the helper: make -C native");
  }

  @AfterEach
  void endWhatRuns() throws Exception {
    for (Map.Entry<String, Integer> running : monitors.running(containers).entrySet()) {
      Path directory = containers.resolve(running.getKey());
      monitors.stop(directory, running.getValue());
      assertTrue(monitors.awaitEnd(directory, running.getValue(), LONG_ENOUGH));
    }
    monitors.close();
  }

  @Test
  void aContainerLivesFromStartToStop() throws Exception {
    Path web = prepare("web", List.of("exec", "sleep", "600"));
    Started started = monitors.start(web).join();

    assertEquals(Map.of("web", started.monitor()), monitors.running(containers));
    assertEquals(started.startTime(), required(processes.stat(started.pid())).startTime());
    assertEquals(List.of(started.pid(), 1), required(processes.namespacePids(started.pid())));
    assertNotEquals(uts(0), uts(started.pid()));
    assertEquals(Reading.of("web"), processes.hostname(started.pid(), started.startTime()));
    MonitorStatus status = required(monitors.status(web));
    assertEquals("running", status.phase());
    assertEquals(started.pid(), status.number("pid"));

    assertFalse(monitors.awaitEnd(web, started.monitor(), Duration.ofMillis(1)));
    monitors.stop(web, started.monitor());
    assertTrue(monitors.awaitEnd(web, started.monitor(), LONG_ENOUGH));
    assertEquals(Map.of(), monitors.running(containers));
    assertEquals("stopped", required(monitors.status(web)).phase());
  }

  @Test
  void manyAreInFlightAtOnce() throws Exception {
    List<CompletableFuture<Started>> starts = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      starts.add(monitors.start(prepare("c" + i, List.of("exec", "sleep", "600"))));
    }
    for (var start : starts) {
      start.join();
    }
    assertEquals(20, monitors.running(containers).size());
  }

  @Test
  void theHostnameIsChangedFromOutside() throws Exception {
    Started started = monitors.start(prepare("web", List.of("exec", "sleep", "600"))).join();
    monitors.setHostname(started.pid(), started.startTime(), "renamed");
    assertEquals(Reading.of("renamed"), processes.hostname(started.pid(), started.startTime()));
    assertNotEquals("renamed", Files.readString(Path.of("/proc/sys/kernel/hostname")).strip());
  }

  @Test
  void anotherStartTimeIsAnotherProcess() throws Exception {
    Started started = monitors.start(prepare("web", List.of("exec", "sleep", "600"))).join();
    assertEquals(Reading.absent(), processes.hostname(started.pid(), started.startTime() + 1));
    assertThrows(
        KernelException.class,
        () -> monitors.setHostname(started.pid(), started.startTime() + 1, "renamed"));
  }

  @Test
  void aFailedStartSaysWhere() throws IOException {
    Path web = prepare("web", List.of("exec", "/no/such/program"));
    CompletionException failed =
        assertThrows(CompletionException.class, () -> monitors.start(web).join());
    KernelException refusal = assertInstanceOf(KernelException.class, failed.getCause());
    assertEquals("exec", refusal.operation());
    assertEquals("ENOENT", refusal.errno());
  }

  @Test
  void aMissingHelperIsNamed() {
    try (LinuxMonitors broken = new LinuxMonitors(Path.of("/no/such/helper"))) {
      KernelException refused =
          assertThrows(KernelException.class, () -> broken.setHostname(1, 1, "x"));
      assertEquals("/no/such/helper", refused.path());
      assertEquals("ENOENT", refused.errno());
    }
  }

  @Test
  void stoppingWhatHasEndedIsFineAndSignalsNobody() throws Exception {
    Path web = prepare("web", List.of("exec", "true"));
    Process bystander = new ProcessBuilder("sleep", "600").start();
    try {
      monitors.stop(web, (int) bystander.pid());
      assertTrue(bystander.isAlive());
      assertThrows(KernelException.class, () -> monitors.reload(web, (int) bystander.pid()));
    } finally {
      bystander.destroyForcibly().onExit().join();
    }
  }

  private Path prepare(String name, List<String> exec) throws IOException {
    List<List<String>> program =
        List.of(
            List.of("set", "name", name),
            List.of("set", "restart", "Never"),
            List.of("set", "stop-signal", "15"),
            List.of("set", "grace", "1000"),
            List.of("set", "log-size", "1048576"),
            List.of("set", "log-files", "2"),
            List.of("set", "clone", "pid", "uts", "ipc"),
            List.of("unshare", "mnt"),
            List.of("propagation", "slave"),
            List.of("host-root"),
            List.of("mount", "/proc", "proc", "nosuid,nodev,noexec"),
            List.of("hostname", name),
            List.of("env", "PATH=/usr/bin:/bin"),
            exec);
    Path directory = Files.createDirectory(containers.resolve(name));
    Files.write(directory.resolve("program"), Frames.program(program));
    return directory;
  }

  private Long uts(int pid) {
    SortedMap<NamespaceType, Long> inodes = required(processes.namespaces(pid));
    return Objects.requireNonNull(inodes.get(NamespaceType.UTS));
  }

  private static String text(long number) {
    return Long.toString(number);
  }

  private static <T> T required(Reading<T> reading) {
    return Objects.requireNonNull(reading.orNull(), reading::toString);
  }
}
