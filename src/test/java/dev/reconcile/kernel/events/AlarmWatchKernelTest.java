package dev.reconcile.kernel.events;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.kernel.cgroup.CgroupFs;
import dev.reconcile.kernel.cgroup.LinuxCgroupFs;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Reading;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each alarm on the running kernel, in a group that may use 16 MiB. */
@Tag("kernel")
@Timeout(300)
class AlarmWatchKernelTest {
  private static final String LIMIT = "16777216";

  /** Far below what it writes: its own page cache is taken from it again and again. */
  private static final String THRASH =
      "while :; do dd if=/dev/zero of=FILE bs=1M count=40; dd if=FILE of=/dev/null bs=1M; done";

  private final CgroupFs fs = new LinuxCgroupFs(HostRoot.LIVE);
  private final String path = "/reconcile-alarmtest-" + ProcessHandle.current().pid();
  private final List<Hierarchy> made = new ArrayList<>();
  private final List<Process> started = new ArrayList<>();
  private final AlarmWatch watch;
  private @Nullable CgroupHost host;

  AlarmWatchKernelTest() throws Exception {
    watch = new AlarmWatch();
  }

  @BeforeEach
  void makeGroups() throws IOException {
    RealKernel.assumeRoot();
    host = fs.host();
    Hierarchy memory = host.of("memory");
    assumeTrue(memory != null, "requires a memory controller");
    make(requireNonNull(memory));
    boolean v1 = memory.version() == 1;
    fs.write(memory, path, v1 ? "memory.limit_in_bytes" : "memory.max", LIMIT);
    Hierarchy unified = host.unified();
    if (unified != null) {
      make(unified);
    }
  }

  private void make(Hierarchy hierarchy) throws IOException {
    if (fs.make(hierarchy, path)) {
      made.add(hierarchy);
    }
  }

  @AfterEach
  void removeThem() throws Exception {
    watch.close();
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor();
    }
    for (Hierarchy hierarchy : made) {
      while (!requireNonNull(fs.processes(hierarchy, path).orNull()).isEmpty()) {
        fs.kill(hierarchy, path);
        Thread.onSpinWait();
      }
      fs.remove(hierarchy, path);
    }
  }

  /** Runs a command inside the groups. */
  private Process run(String command) throws IOException {
    StringBuilder script = new StringBuilder();
    for (Hierarchy hierarchy : made) {
      script.append("echo 0 > ").append(hierarchy.attachFile(path)).append(" && ");
    }
    Process process =
        new ProcessBuilder("/bin/sh", "-c", script + command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    started.add(process);
    return process;
  }

  private Alarm alarm(AlarmFile... any) {
    Map<AlarmFile, Hierarchy> files = AlarmFile.of(requireNonNull(host), true);
    for (AlarmFile file : any) {
      Hierarchy hierarchy = files.get(file);
      if (hierarchy != null) {
        return armed(new Alarm(file, hierarchy.directory(path)));
      }
    }
    assumeTrue(false, "requires a hierarchy with " + any[0].file());
    throw new IllegalStateException();
  }

  private Alarm armed(Alarm alarm) {
    AlarmWatch.Armed armed = watch.watch(Set.of(alarm));
    assertNull(armed.refusal());
    assertEquals(Set.of(alarm), armed.fresh());
    return alarm;
  }

  /** The next ring, which must be this alarm's. */
  private Reading<String> ring(Alarm alarm) throws IOException {
    List<AlarmWatch.Ring> rings = requireNonNull(watch.await(60_000));
    assertEquals(List.of(alarm), rings.stream().map(AlarmWatch.Ring::alarm).toList());
    return rings.getFirst().text();
  }

  /** Rings until it says this: the kernel may tell of one change twice. */
  private void ringSaying(String text, Alarm alarm) throws IOException {
    Reading<String> rang = ring(alarm);
    while (!rang.equals(Reading.of(text))) {
      rang = ring(alarm);
    }
  }

  private String text(Alarm alarm) {
    return requireNonNull(watch.read(alarm).orNull());
  }

  @Test
  void killForWantOfMemoryRings() throws Exception {
    Alarm alarm = alarm(AlarmFile.MEMORY_EVENTS, AlarmFile.OOM_CONTROL);
    assertTrue(text(alarm).contains("oom_kill 0"));
    Process glutton = run("exec tail /dev/zero");
    ring(alarm);
    assertNotEquals(0, glutton.waitFor());
    assertTrue(text(alarm).contains("oom_kill 1"), text(alarm));
  }

  @Test
  void thrashingRingsThePressureAlarmOfVersion2() throws Exception {
    Alarm alarm = alarm(AlarmFile.MEMORY_PRESSURE);
    thrash();
    assertTrue(requireNonNull(ring(alarm).orNull()).startsWith("some avg10="));
  }

  @Test
  void thrashingRingsThePressureAlarmOfVersion1() throws Exception {
    Hierarchy memory = requireNonNull(requireNonNull(host).of("memory"));
    assumeTrue(memory.version() == 1, "requires the memory controller on v1");
    Alarm alarm = armed(new Alarm(AlarmFile.PRESSURE_LEVEL, memory.directory(path)));
    thrash();
    assertEquals(Reading.of(""), ring(alarm));
  }

  @TempDir Path temp;

  /**
   * A v2 group above memory.high sleeps on its way back from the kernel, which counts as a stall
   * (mem_cgroup_handle_over_high). v1 has nothing like it: there the page cache has to go in
   * circles, for which the file must be on a disk.
   */
  private void thrash() throws IOException {
    Hierarchy memory = requireNonNull(requireNonNull(host).of("memory"));
    if (memory.version() == 2) {
      fs.write(memory, path, "memory.high", "1048576");
      run("exec tail /dev/zero");
      return;
    }
    run(THRASH.replace("FILE", temp.resolve("pages").toString()));
  }

  @Test
  void groupThatEmptiesOrFreezesRings() throws Exception {
    Alarm alarm = alarm(AlarmFile.CGROUP_EVENTS);
    Process sleeper = run("exec sleep 1000");
    ringSaying("populated 1\nfrozen 0\n", alarm);
    Hierarchy unified = requireNonNull(requireNonNull(host).unified());
    fs.write(unified, path, "cgroup.freeze", "1");
    ringSaying("populated 1\nfrozen 1\n", alarm);
    fs.write(unified, path, "cgroup.freeze", "0");
    ringSaying("populated 1\nfrozen 0\n", alarm);
    sleeper.destroyForcibly();
    ringSaying("populated 0\nfrozen 0\n", alarm);
  }

  @Test
  void removedGroupRingsOnceAndItsSuccessorIsArmedAnew() throws Exception {
    Alarm alarm = alarm(AlarmFile.MEMORY_EVENTS, AlarmFile.OOM_CONTROL);
    for (Hierarchy hierarchy : made) {
      fs.remove(hierarchy, path);
    }
    // Kernels differ in whether who polls a v2 file is woken when it goes; a later look tells.
    List<AlarmWatch.Ring> rings = new ArrayList<>(requireNonNull(watch.await(2_000)));
    rings.addAll(requireNonNull(watch.await(1_000)));
    assertTrue(rings.size() <= 1, () -> "it does not ring for ever: " + rings);
    for (AlarmWatch.Ring ring : rings) {
      assertEquals(new AlarmWatch.Ring(alarm, Reading.absent()), ring);
    }
    assertEquals(Set.of(), watch.watch(Set.of(alarm)).fresh());
    for (Hierarchy hierarchy : made) {
      fs.make(hierarchy, path);
    }
    armed(alarm);
  }

  @Test
  void closeEndsTheWait() throws Exception {
    watch.close();
    assertNull(watch.await(-1));
  }
}
