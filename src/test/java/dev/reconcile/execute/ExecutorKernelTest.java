package dev.reconcile.execute;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.fields.limits.Cpuset;
import dev.reconcile.kernel.Kernel;
import dev.reconcile.kernel.LinuxKernel;
import dev.reconcile.live.CgroupHost;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.HostParts;
import dev.reconcile.live.LiveHierarchies;
import dev.reconcile.live.LiveState;
import dev.reconcile.live.Marks;
import dev.reconcile.live.MonitorStatus;
import dev.reconcile.live.Reading;
import dev.reconcile.model.Container;
import dev.reconcile.model.Kind;
import dev.reconcile.model.Metadata;
import dev.reconcile.model.Mutability;
import dev.reconcile.model.NamespaceType;
import dev.reconcile.model.Resource;
import dev.reconcile.model.ResourceId;
import dev.reconcile.model.SourceRef;
import dev.reconcile.model.Value;
import dev.reconcile.model.Value.Dict;
import dev.reconcile.model.Value.Seq;
import dev.reconcile.model.Value.Text;
import dev.reconcile.plan.Action;
import dev.reconcile.plan.Plan;
import dev.reconcile.plan.Step;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One container's steps on the real kernel. */
@Tag("kernel")
class ExecutorKernelTest {
  private static final Path HELPER = Path.of("native/build/reconcile-helper").toAbsolutePath();

  @TempDir Path directory;
  private final String root = "/reconcile-executor-" + ProcessHandle.current().pid();
  private final Kernel kernel = LinuxKernel.open(HELPER);

  @BeforeEach
  void needs() {
    assumeTrue("root".equals(System.getProperty("user.name")), "requires root");
    assumeTrue(Files.isExecutable(HELPER), "requires the helper: make -C native");
  }

  @AfterEach
  void end() {
    kernel.close();
  }

  private static Container container(String... args) {
    Dict process =
        Dict.EMPTY.with("args", new Seq(Arrays.stream(args).<Value>map(Text::new).toList()));
    Dict layer = Dict.EMPTY.with("directory", new Text("/"));
    Dict spec =
        Dict.EMPTY
            .with("rootfs", Dict.EMPTY.with("layers", new Seq(List.of(layer))))
            .with("process", process);
    Metadata metadata = new Metadata("web", new TreeMap<>(), new TreeMap<>());
    return (Container) Resource.of(Kind.CONTAINER, metadata, SourceRef.NONE, spec);
  }

  private static Step step(int number, Action action, Integer... after) {
    return new Step(
        number,
        new ResourceId(Kind.CONTAINER, "web"),
        Step.Verb.CREATE,
        action,
        List.of(after),
        List.of(),
        Mutability.RECREATE,
        "",
        "");
  }

  private ExecutionReport execute(CgroupHost host, Action... actions) {
    List<Step> steps = new ArrayList<>();
    for (Action action : actions) {
      int number = steps.size() + 1;
      steps.add(number == 1 ? step(number, action) : step(number, action, number - 1));
    }
    LiveState live =
        new LiveState(
            kernel.processes().bootId(),
            host,
            Reading.absent(),
            new TreeMap<>(),
            new TreeMap<>(),
            Reading.absent(),
            HostParts.UNSEEN,
            kernel.processes().missingCapabilities(),
            LiveHierarchies.NONE,
            List.of());
    return Executor.execute(
        new Plan(steps),
        live,
        kernel,
        directory.resolve("state"),
        directory.resolve("run"),
        root,
        () -> false);
  }

  private static SortedMap<String, String> marks(String object) {
    return new TreeMap<>(Map.of(Marks.OBJECT, object));
  }

  @Test
  void startsStopsAndRemoves() throws Exception {
    CgroupHost host = kernel.cgroups().host();
    Container container = container("/bin/sleep", "1000");
    String leaf = root + "/web";
    ExecutionReport report =
        execute(
            host,
            Stream.of(
                    make(host, root, "root"),
                    make(host, root + "/.monitors", "monitors"),
                    make(host, leaf, "container/web"),
                    Stream.of(
                        new Action.PrepareContainer(container, leaf),
                        new Action.StartContainer(container, leaf)))
                .flatMap(steps -> steps)
                .toArray(Action[]::new));
    assertEquals(Map.of(), report.failures());
    try {
      Path state = directory.resolve("state/containers/web");
      int pid = (int) status(state).number("pid");
      SortedMap<NamespaceType, Long> theirs = kernel.processes().namespaces(pid).orNull();
      SortedMap<NamespaceType, Long> ours = kernel.processes().namespaces(0).orNull();
      assertNotNull(theirs);
      assertNotNull(ours);
      for (NamespaceType type :
          List.of(
              NamespaceType.PID,
              NamespaceType.MNT,
              NamespaceType.UTS,
              NamespaceType.IPC,
              NamespaceType.NET,
              NamespaceType.CGROUP)) {
        assertNotEquals(ours.get(type), theirs.get(type), type + " is its own");
      }
      SortedMap<String, String> groups = kernel.processes().cgroups(pid).orNull();
      assertNotNull(groups);
      for (Hierarchy hierarchy : host.hierarchies()) {
        assertEquals(leaf, groups.get(hierarchy.id()), hierarchy.mountPoint());
      }
      assertEquals(
          "web", kernel.processes().hostname(pid, status(state).number("starttime")).orNull());
    } finally {
      stopAndRemove(host, leaf);
    }
  }

  /** They are one request: what stands before it has been done, what stands behind it has not. */
  @Test
  void refusedLimitStopsThoseBehindIt() throws Exception {
    CgroupHost host = kernel.cgroups().host();
    Hierarchy v2 = host.unified();
    assumeTrue(v2 != null, "requires a v2 hierarchy");
    assertNotNull(v2);
    try {
      ExecutionReport report =
          execute(
              host,
              new Action.MakeCgroup(root, host.hierarchies(), marks("root")),
              descendants(v2, "5"),
              descendants(v2, "7"),
              descendants(v2, "many"),
              descendants(v2, "9"));
      assertInstanceOf(StepResult.Done.class, report.results().get(2));
      assertInstanceOf(StepResult.Failed.class, report.results().get(3));
      assertEquals(new StepResult.Blocked(4), report.results().get(4));
      assertTrue(
          report.failures().firstEntry().getValue().contains("'many'"), report.failures() + "");
      assertEquals(Reading.of("7"), kernel.cgroups().read(v2, root, "cgroup.max.descendants"));
    } finally {
      execute(host, new Action.RemoveCgroup(root, host.hierarchies()));
    }
  }

  private Action descendants(Hierarchy v2, String value) {
    String file = "cgroup.max.descendants";
    return new Action.WriteLimit(root, v2, file, value, value, List.of("core.maxDescendants"));
  }

  /** A v1 cpuset takes processes only when it and its parents have processors and nodes. */
  private static Stream<Action> make(CgroupHost host, String path, String object) {
    Action make = new Action.MakeCgroup(path, host.hierarchies(), marks(object));
    Hierarchy cpuset = host.of("cpuset");
    if (cpuset == null || cpuset.version() == 2) {
      return Stream.of(make);
    }
    return Stream.of(
        make,
        new Action.WriteLimit(path, cpuset, Cpuset.CPUS, "0", "0", List.of(Cpuset.CPUS)),
        new Action.WriteLimit(path, cpuset, Cpuset.MEMS, "0", "0", List.of(Cpuset.MEMS)));
  }

  private MonitorStatus status(Path state) {
    MonitorStatus status = kernel.monitors().status(state).orNull();
    assertNotNull(status);
    return status;
  }

  private void stopAndRemove(CgroupHost host, String leaf) throws Exception {
    Path containers = directory.resolve("state/containers");
    Integer monitor = kernel.monitors().running(containers).get("web");
    assertNotNull(monitor);
    execute(host, new Action.StopContainer("web", monitor));
    assertTrue(
        kernel.monitors().awaitEnd(containers.resolve("web"), monitor, Duration.ofMinutes(2)));
    ExecutionReport removed =
        execute(
            host,
            new Action.RemoveCgroup(leaf, host.hierarchies()),
            new Action.RemoveContainerFiles("web", false));
    kernel.monitors().close();
    execute(
        host,
        new Action.RemoveCgroup(root + "/.monitors", host.hierarchies()),
        new Action.RemoveCgroup(root, host.hierarchies()));
    removed.results().forEach(result -> assertInstanceOf(StepResult.Done.class, result));
  }
}
