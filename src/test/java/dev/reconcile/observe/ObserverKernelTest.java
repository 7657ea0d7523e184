package dev.reconcile.observe;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.LinuxKernel;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.kernel.process.Frames;
import dev.reconcile.kernel.process.Monitors.Started;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveContainer;
import dev.reconcile.live.LiveProcess;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import dev.reconcile.model.DesiredState;
import dev.reconcile.model.Inventory;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value.Dict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real container, made by hand, seen by the observer. */
@Tag("kernel")
class ObserverKernelTest {
  private static final Path HELPER = Path.of("native/build/reconcile-helper").toAbsolutePath();
  private static final Duration LONG_ENOUGH = Duration.ofMinutes(2);
  private static final ResourceId WEB = new ResourceId(Kind.CONTAINER, "web");

  private final String root = "/reconcile-observe-" + ProcessHandle.current().pid();
  private final String leaf = root + "/web";
  private final Kernel kernel = LinuxKernel.open(HELPER);
  private List<Hierarchy> hierarchies = List.of();

  @TempDir Path stateDir = Path.of("");

  @BeforeEach
  void makeGroups() throws IOException {
    RealKernel.assumeRoot();
    assumeTrue(Files.isExecutable(HELPER), "requires the helper: make -C native");
    hierarchies = kernel.cgroups().host().hierarchies();
    assumeTrue(home() != null, "requires a mounted cgroup hierarchy");
    for (Hierarchy hierarchy : hierarchies) {
      kernel.cgroups().make(hierarchy, root);
      kernel.cgroups().make(hierarchy, leaf);
      kernel.cgroups().setMark(hierarchy, leaf, Marks.OBJECT, "container/web");
    }
  }

  @AfterEach
  void removeAll() throws Exception {
    Path containers = stateDir.resolve("containers");
    for (Map.Entry<String, Integer> monitor : kernel.monitors().running(containers).entrySet()) {
      Path directory = containers.resolve(monitor.getKey());
      kernel.monitors().stop(directory, monitor.getValue());
      assertTrue(kernel.monitors().awaitEnd(directory, monitor.getValue(), LONG_ENOUGH));
    }
    for (Hierarchy hierarchy : hierarchies) {
      kernel.cgroups().remove(hierarchy, leaf);
      kernel.cgroups().remove(hierarchy, root);
    }
    kernel.close();
  }

  @Test
  void aRunningContainerIsSeenWhole() throws Exception {
    Path directory = prepare();
    Path hosts = directory.resolve("init/etc/hosts");
    Files.createDirectories(directory.resolve("init/etc"));
    Files.writeString(hosts, "127.0.0.1 localhost\n");
    Started started = kernel.monitors().start(directory).join();

    LiveState live = observe();
    LiveContainer web = Objects.requireNonNull(live.containers().get(WEB));
    LiveProcess init = Objects.requireNonNull(web.init());
    assertEquals(started.pid(), init.pid());
    assertEquals(started.startTime(), init.startTime());
    assertEquals(started.monitor(), web.monitor());
    assertTrue(web.directory());
    assertEquals("running", Objects.requireNonNull(web.status().orNull()).phase());
    assertEquals(Reading.of("web"), init.hostname());
    assertNotEquals(inode(live.ownNamespaces()), inode(init.namespaces()));
    assertInstanceOf(Reading.Present.class, init.mounts());
    assertEquals(Set.of("/etc/hosts"), web.initLayer().keySet());
    assertEquals(hierarchies.size(), web.leaf().directories().size());
    assertEquals(leaf, web.leaf().path());
  }

  @Test
  void aLostRecordDoesNotHideTheProcess() throws Exception {
    Path directory = prepare();
    Started started = kernel.monitors().start(directory).join();
    Files.delete(directory.resolve("status"));
    LiveContainer web = Objects.requireNonNull(observe().containers().get(WEB));
    assertEquals(started.pid(), Objects.requireNonNull(web.init()).pid());
  }

  @Test
  void aProcessThatIsBeingSetUpDoesNotCountYet() throws Exception {
    Path directory = prepare();
    Started started = kernel.monitors().start(directory).join();
    String running = Files.readString(directory.resolve("status"));
    String starting = running.replace("phase=running", "phase=starting");
    assertNotEquals(running, starting);
    Files.writeString(directory.resolve("status"), starting);
    LiveContainer web = Objects.requireNonNull(observe().containers().get(WEB));
    assertEquals(started.monitor(), web.monitor());
    assertNull(web.init(), "it has neither its mounts nor its host name");

    Files.writeString(directory.resolve("status"), "version=1\nphase=backoff\n");
    assertNull(
        Objects.requireNonNull(observe().containers().get(WEB)).init(),
        "cloned, and its monitor has not written it down");
  }

  @Test
  void aRecordOfAnotherProcessIsNotBelieved() throws Exception {
    Path directory = Files.createDirectories(stateDir.resolve("containers/web"));
    long self = ProcessHandle.current().pid();
    long startTime =
        Objects.requireNonNull(kernel.processes().stat((int) self).orNull()).startTime();
    Files.writeString(
        directory.resolve("status"),
        "version=1\nphase=running\npid=" + self + "\nstarttime=" + startTime + "\n");
    LiveContainer web = Objects.requireNonNull(observe().containers().get(WEB));
    assertNull(web.init(), "it lives, but not in the leaf");
  }

  @Test
  void aStoppedContainerHasNoProcess() throws Exception {
    Path directory = prepare();
    Started started = kernel.monitors().start(directory).join();
    kernel.monitors().stop(directory, started.monitor());
    assertTrue(kernel.monitors().awaitEnd(directory, started.monitor(), LONG_ENOUGH));
    LiveContainer web = Objects.requireNonNull(observe().containers().get(WEB));
    assertNull(web.init());
    assertEquals(0, web.monitor());
    assertFalse(web.leaf().isAbsent());
  }

  @Test
  void lookingTwiceShowsTheSame() throws Exception {
    int pid = kernel.monitors().start(prepare()).join().pid();
    // A program that is still being loaded runs at one look and sleeps at the next.
    assertTimeoutPreemptively(LONG_ENOUGH, () -> awaitSleep(pid));
    assertEquals(observe().containers(), observe().containers());
  }

  private void awaitSleep(int pid) {
    while (Objects.requireNonNull(kernel.processes().stat(pid).orNull()).state() != 'S') {
      Thread.yield();
    }
  }

  private LiveState observe() throws IOException {
    Metadata metadata = new Metadata("web", new TreeMap<>(), new TreeMap<>());
    Dict rootfs = new Dict(new TreeMap<>());
    Resource web =
        Resource.of(Kind.CONTAINER, metadata, SourceRef.NONE, Dict.EMPTY.with("rootfs", rootfs));
    DesiredState desired = new DesiredState(new TreeMap<>(Map.of(WEB, web)));
    return new Observer(kernel, root, stateDir).observe(desired, Inventory.EMPTY, null);
  }

  /** Where a process may go without more ado: v2, or on v1 the freezer, which has no limits. */
  private @Nullable Hierarchy home() throws IOException {
    CgroupHost host = kernel.cgroups().host();
    Hierarchy freezer = host.of("freezer");
    return freezer == null ? host.unified() : freezer;
  }

  private Path prepare() throws IOException {
    List<List<String>> program =
        new ArrayList<>(
            List.of(
                List.of("set", "name", "web"),
                List.of("set", "restart", "Never"),
                List.of("set", "stop-signal", "15"),
                List.of("set", "grace", "1000"),
                List.of("set", "log-size", "1048576"),
                List.of("set", "log-files", "2"),
                List.of("set", "clone", "pid", "uts", "ipc")));
    program.add(List.of("attach", Objects.requireNonNull(home()).attachFile(leaf)));
    program.addAll(
        List.of(
            List.of("unshare", "mnt"),
            List.of("propagation", "slave"),
            List.of("host-root"),
            List.of("hostname", "web"),
            List.of("env", "PATH=/usr/bin:/bin"),
            List.of("exec", "sleep", "600")));
    Path directory = Files.createDirectories(stateDir.resolve("containers/web"));
    Files.write(directory.resolve("program"), Frames.program(program));
    return directory;
  }

  private static Long inode(Reading<SortedMap<NamespaceType, Long>> namespaces) {
    SortedMap<NamespaceType, Long> inodes = Objects.requireNonNull(namespaces.orNull());
    return Objects.requireNonNull(inodes.get(NamespaceType.UTS));
  }
}
