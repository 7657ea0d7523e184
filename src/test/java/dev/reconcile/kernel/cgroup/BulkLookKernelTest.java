package dev.reconcile.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.fields.limits.DeviceRules;
import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.kernel.cgroup.CgroupFs.Wanted;
import dev.reconcile.kernel.process.LinuxMonitors;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.LiveCgroup.Directory;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the helper sees is what we see one by one. */
@Tag("kernel")
class BulkLookKernelTest {
  private static final Path HELPER = Path.of("native/build/reconcile-helper").toAbsolutePath();

  /** More than are under way at once. */
  private static final int MANY = 300;

  private final CgroupFs plain = new LinuxCgroupFs(HostRoot.LIVE);
  private final LinuxMonitors monitors = new LinuxMonitors(HELPER);
  private final CgroupFs bulk = new LinuxCgroupFs(HostRoot.LIVE, new Always(monitors.look()));
  private final String path = "/reconcile-looktest-" + ProcessHandle.current().pid();
  private final List<String> made = new ArrayList<>();
  private List<Hierarchy> hierarchies = List.of();

  /** However few directories there are. */
  private record Always(LookRequest helper) implements LookRequest {
    @Override
    public boolean isWorth(int directories) {
      return true;
    }

    @Override
    public CompletableFuture<ByteBuffer> send(byte[] questions) throws KernelException {
      return helper.send(questions);
    }
  }

  @BeforeEach
  void makeOneGroupEverywhere() throws IOException {
    RealKernel.assumeRoot();
    assumeTrue(Files.isExecutable(HELPER), "requires the helper: make -C native");
    hierarchies = plain.host().hierarchies();
    assumeTrue(!hierarchies.isEmpty(), "requires a mounted cgroup hierarchy");
    make(path);
  }

  private void make(String group) throws IOException {
    made.add(group);
    for (Hierarchy hierarchy : hierarchies) {
      assertTrue(plain.make(hierarchy, group));
    }
  }

  @AfterEach
  void removeAll() throws IOException {
    monitors.close();
    for (String group : made.reversed()) {
      for (Hierarchy hierarchy : hierarchies) {
        plain.remove(hierarchy, group);
      }
    }
  }

  @Test
  void marksAndChildren() throws IOException {
    make(path + "/web");
    make(path + "/db");
    for (Hierarchy hierarchy : hierarchies) {
      plain.setMark(hierarchy, path, Marks.OBJECT, "cgroup/all");
      plain.setMark(hierarchy, path + "/web", Marks.OBJECT, "cgroup/web");
      plain.setMark(hierarchy, path + "/web", Marks.OWNER, "applyset/Ü");
    }
    List<@Nullable Directory> found = same(List.of(path, path + "/web", path + "/db"), "");
    assertEquals(List.of("db", "web"), there(found.getFirst()).children());
    assertEquals("{object=cgroup/all}", there(found.getFirst()).marks().orNull() + "");
  }

  @Test
  void processes() throws Exception {
    Process one = new ProcessBuilder("sleep", "60").start();
    Process other = new ProcessBuilder("sleep", "60").start();
    try {
      Hierarchy last = hierarchies.getLast();
      plain.write(last, path, "cgroup.procs", Long.toString(one.pid()));
      plain.write(last, path, "cgroup.procs", Long.toString(other.pid()));
      List<Integer> pids =
          new ArrayList<>(new TreeSet<>(List.of((int) one.pid(), (int) other.pid())));
      assertEquals(Reading.of(pids), there(same(List.of(path), "").getLast()).processes());
    } finally {
      one.destroyForcibly().onExit().join();
      other.destroyForcibly().onExit().join();
    }
  }

  @Test
  void filesThatAreThereAndThatAreNot() throws IOException {
    make(path + "/web");
    same(List.of(path, path + "/web"), "pids.max");
    same(List.of(path, path + "/web"), "cpu.shares", "cpuset.cpus", "no.such.file", "tasks");
    same(List.of(path, path + "/web"), DeviceRules.FILE, "devices.list", "memory.max");
  }

  @Test
  void aFileThatCannotBeReadIsNotAbsent() throws IOException {
    Hierarchy unified = plain.host().unified();
    assumeTrue(unified != null, "requires cgroup2 for a file that can only be written");
    Directory found = there(bulk.look(wanted(List.of(path), "cgroup.kill"), 1).get(place(unified)));
    Reading<String> read = found.files().get("cgroup.kill");
    assertInstanceOf(Reading.Unreadable.class, read);
    assertEquals(plain.read(Objects.requireNonNull(unified), path, "cgroup.kill"), read);
  }

  private int place(@Nullable Hierarchy hierarchy) {
    return hierarchies.indexOf(hierarchy);
  }

  @Test
  void theRoot() throws IOException {
    for (Directory root : bulk.look(wanted(List.of("/"), "cgroup.sane_behavior"), 1)) {
      assertTrue(there(root).children().contains(path.substring(1)));
    }
  }

  @Test
  void many() throws IOException {
    List<String> groups = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      groups.add(i % 3 == 0 ? path : path + "/none-" + i);
    }
    List<@Nullable Directory> found = same(groups, "cgroup.procs");
    assertNotNull(found.getFirst());
    assertNull(found.getLast());
  }

  @Test
  void aGroupIsRemovedMeanwhile() throws IOException {
    make(path + "/web");
    assertNotNull(same(List.of(path + "/web"), "pids.max").getFirst());
    for (Hierarchy hierarchy : hierarchies) {
      plain.remove(hierarchy, path + "/web");
    }
    assertNull(same(List.of(path + "/web"), "pids.max").getFirst());
  }

  @Test
  void aMarkThatIsNoText() throws IOException {
    plain.setMark(hierarchies.getFirst(), path, Marks.OBJECT, "a\0b");
    Directory found = there(same(List.of(path), "pids.max").getFirst());
    assertEquals("{object=a\0b}", found.marks().orNull() + "");
  }

  @Test
  void withoutAHelperEverythingIsSeenAllTheSame() throws IOException {
    List<Wanted> wanted = wanted(List.of(path, path + "/none"), "cgroup.procs");
    try (LinuxMonitors broken = new LinuxMonitors(Path.of("/no/such/helper"))) {
      CgroupFs fs = new LinuxCgroupFs(HostRoot.LIVE, new Always(broken.look()));
      assertEquals(plain.look(wanted, wanted.size()), fs.look(wanted, wanted.size()));
    }
  }

  private List<@Nullable Directory> same(List<String> groups, String... files)
      throws KernelException {
    List<Wanted> wanted = wanted(groups, files);
    List<@Nullable Directory> found = bulk.look(wanted, wanted.size());
    assertEquals(plain.look(wanted, wanted.size()), found);
    return found;
  }

  private List<Wanted> wanted(List<String> groups, String... files) {
    SortedSet<String> names = new TreeSet<>(List.of(files));
    names.remove("");
    List<Wanted> wanted = new ArrayList<>();
    for (String group : groups) {
      for (Hierarchy hierarchy : hierarchies) {
        wanted.add(new Wanted(hierarchy, group, names));
      }
    }
    return wanted;
  }

  private static Directory there(@Nullable Directory directory) {
    assertNotNull(directory);
    return directory;
  }
}
