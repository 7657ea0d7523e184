package dev.reconcile.engine.status;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.reconcile.live.LiveCgroup;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.Owner;
import dev.reconcile.model.Resource;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That it runs is the kernel's word; how it ended is the monitor's. */
final class ContainerStatusTest {
  private static final Resource WEB =
      Resource.of(
          Kind.CONTAINER,
          new Metadata("web", new TreeMap<>(), new TreeMap<>()),
          new SourceRef("web.yaml", 12, 1, "c0ffee"),
          Dict.EMPTY);

  private static Inventory.Entry entry(boolean deleting) {
    return new Inventory.Entry(Owner.applySet("default"), WEB, null, deleting, new TreeMap<>(), 0);
  }

  private static LiveProcess process(int pid) {
    TreeMap<NamespaceType, Long> namespaces = new TreeMap<>();
    namespaces.put(NamespaceType.PID, 4026531836L);
    return new LiveProcess(
        pid,
        100,
        'S',
        new TreeMap<>(),
        Reading.of(namespaces),
        Reading.absent(),
        Reading.absent(),
        Reading.absent());
  }

  private static MonitorStatus record(String... keysAndValues) {
    TreeMap<String, String> values = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      values.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return new MonitorStatus(values);
  }

  private static Dict status(@Nullable LiveProcess init, int monitor, MonitorStatus record) {
    LiveContainer live =
        new LiveContainer(
            new LiveCgroup("/reconcile/web", new TreeMap<>()),
            init,
            monitor,
            Reading.of(record),
            true,
            true,
            new TreeMap<>());
    return ContainerStatus.of(entry(false), WEB, live, live.leaf().isFrozen(), null, "boot");
  }

  @Test
  void aRunningOneHasItsPidNamespacesAndOrigin() {
    Dict status =
        status(
            process(4711),
            42,
            record("phase", "running", "pid", "4711", "startedAt", "1000", "restarts", "3"));

    assertEquals("Running", status.text("phase"));
    assertEquals("true", status.text("ready"));
    assertEquals("4711", status.text("pid"));
    assertEquals("3", status.text("restarts"));
    assertEquals("1970-01-01T00:00:01Z", status.text("startedAt"));
    assertEquals("/reconcile/web", status.text("cgroup"));
    assertEquals("4026531836", status.text("namespaces.pid"));
    assertEquals("unconfined", status.text("seccomp"));
    assertEquals("applyset/default", status.text("owner"));
    assertEquals("web.yaml:12", status.text("source"));
    assertEquals("c0ffee", status.text("commit"));
    assertNull(status.text("exitCode"));
  }

  @ParameterizedTest
  @CsvSource({
    "starting, 42, Pending",
    "backoff, 42, BackOff",
    "backoff, 0, Pending",
    "succeeded, 0, Succeeded",
    "failed, 0, Failed",
    "stopping, 42, Terminating",
    "running, 0, Pending",
    "'', 0, Pending"
  })
  void withoutAProcessTheMonitorsRecordDecides(String phase, int monitor, String expected) {
    Dict status = status(null, monitor, record("phase", phase));

    assertEquals(expected, status.text("phase"));
    assertEquals("false", status.text("ready"));
    assertNull(status.text("pid"));
  }

  @Test
  void aFrozenOneIsPausedAndNotReady() {
    TreeMap<String, Reading<String>> files = new TreeMap<>();
    files.put("freezer.state", Reading.of("FROZEN"));
    TreeMap<String, LiveCgroup.Directory> directories = new TreeMap<>();
    directories.put(
        "freezer",
        new LiveCgroup.Directory(
            Reading.of(new TreeMap<>()), files, Reading.of(List.of(7)), List.of()));
    LiveContainer live =
        new LiveContainer(
            new LiveCgroup("/reconcile/web", directories),
            process(7),
            42,
            Reading.of(record("phase", "running")),
            true,
            true,
            new TreeMap<>());
    Dict status = ContainerStatus.of(entry(false), WEB, live, live.leaf().isFrozen(), null, "boot");

    assertEquals("Paused", status.text("phase"));
    assertEquals("false", status.text("ready"));
  }

  @Test
  void whatNeverRanHasNoExitCode() {
    Dict status =
        status(null, 0, record("phase", "failed", "finishedAt", "2000", "reason", "StartError"));

    assertEquals("StartError", status.text("reason"));
    assertNull(status.text("exitCode"));
    assertNull(status.text("signal"));
  }

  @Test
  void anEndedOneSaysHow() {
    Dict status =
        status(
            null,
            0,
            record(
                "phase",
                "failed",
                "finishedAt",
                "2000",
                "exitCode",
                "0",
                "signal",
                "9",
                "reason",
                "OOMKilled",
                "lastFinishedAt",
                "1000",
                "lastExitCode",
                "3",
                "lastReason",
                "Error"));

    assertEquals("9", status.text("signal"));
    assertEquals("OOMKilled", status.text("reason"));
    assertEquals("3", status.text("lastState.exitCode"));
    assertEquals("Error", status.text("lastState.reason"));
  }

  @Test
  void whatAMonitorWroteBeforeARebootIsHistory() {
    Dict status = status(null, 0, record("phase", "running", "bootId", "another"));

    assertEquals("Pending", status.text("phase"));
    assertEquals("Rebooted", status.text("reason"));
  }

  @Test
  void aLostMonitorIsSaid() {
    assertEquals("MonitorLost", status(null, 0, record("phase", "running")).text("reason"));
    Dict running = status(process(7), 0, record("phase", "running"));
    assertEquals("MonitorLost", ((Dict) running.items("conditions").getFirst()).text("reason"));
  }

  @Test
  void whatCouldNotBeReadIsNotAbsent() {
    LiveContainer live =
        new LiveContainer(
            new LiveCgroup("/reconcile/web", new TreeMap<>()),
            null,
            0,
            new Reading.Unreadable<>("/x/status", "EACCES"),
            true,
            true,
            new TreeMap<>());
    Dict status = ContainerStatus.of(entry(false), WEB, live, live.leaf().isFrozen(), null, "boot");

    assertEquals("Unknown", status.text("phase"));
    assertEquals(
        "failed to read /x/status: EACCES",
        ((Dict) status.items("conditions").getFirst()).text("message"));
    assertEquals(
        "Unknown", ContainerStatus.of(entry(false), WEB, null, false, null, "boot").text("phase"));
  }

  @Test
  void oneThatIsBeingDeletedTerminates() {
    LiveContainer live =
        new LiveContainer(
            new LiveCgroup("/reconcile/web", new TreeMap<>()),
            process(7),
            42,
            Reading.of(record("phase", "running")),
            true,
            true,
            new TreeMap<>());

    assertEquals(
        "Terminating",
        ContainerStatus.of(entry(true), WEB, live, live.leaf().isFrozen(), null, "boot")
            .text("phase"));
  }
}
