package dev.reconcile.kernel.cgroup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.HostRoot;
import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.live.Hierarchy;
import dev.reconcile.live.Marks;
import dev.reconcile.live.Reading;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("kernel")
class LinuxCgroupFsKernelTest {
  private final CgroupFs fs = new LinuxCgroupFs(HostRoot.LIVE);
  private final String path = "/reconcile-kerneltest-" + ProcessHandle.current().pid();
  private final String child = path + "/child";
  private List<Hierarchy> hierarchies = List.of();

  @BeforeEach
  void makeOneGroupEverywhere() throws IOException {
    RealKernel.assumeRoot();
    hierarchies = fs.host().hierarchies();
    assumeTrue(!hierarchies.isEmpty(), "requires a mounted cgroup hierarchy");
    for (Hierarchy hierarchy : hierarchies) {
      assertTrue(fs.make(hierarchy, path));
    }
  }

  @AfterEach
  void removeIt() throws IOException {
    for (Hierarchy hierarchy : hierarchies) {
      fs.remove(hierarchy, child);
      fs.remove(hierarchy, path);
    }
  }

  @Test
  void marksComeBackFromEveryHierarchy() throws IOException {
    for (Hierarchy hierarchy : hierarchies) {
      assertEquals(Reading.of(new TreeMap<String, String>()), fs.marks(hierarchy, path));
      fs.setMark(hierarchy, path, Marks.OBJECT, "cgroup/old");
      fs.setMark(hierarchy, path, Marks.OBJECT, "cgroup/web");
      fs.setMark(hierarchy, path, Marks.OWNER, "applyset/default");
      Map<String, String> expected =
          Map.of(Marks.OBJECT, "cgroup/web", Marks.OWNER, "applyset/default");
      assertEquals(Reading.of(new TreeMap<>(expected)), fs.marks(hierarchy, path), hierarchy.id());
    }
  }

  @Test
  void whatIsNotThereIsAbsent() throws IOException {
    Hierarchy hierarchy = hierarchies.getFirst();
    assertEquals(Reading.absent(), fs.marks(hierarchy, child));
    assertEquals(Reading.absent(), fs.read(hierarchy, path, "no.such.file"));
    assertEquals(Reading.absent(), fs.processes(hierarchy, child));
    assertEquals(List.of(), fs.children(hierarchy, child));
    assertFalse(fs.exists(hierarchy, child));
    fs.remove(hierarchy, child);
  }

  @Test
  void makingTwiceIsNoticed() throws IOException {
    assertFalse(fs.make(hierarchies.getFirst(), path));
  }

  @Test
  void aGroupWithAChildIsBusy() throws IOException {
    for (Hierarchy hierarchy : hierarchies) {
      fs.make(hierarchy, child);
      assertEquals(List.of("child"), fs.children(hierarchy, path));
      KernelException refused =
          assertThrows(KernelException.class, () -> fs.remove(hierarchy, path));
      assertEquals("EBUSY", refused.errno());
      assertTrue(message(refused).endsWith("it has child groups [child]; remove them first"));
    }
  }

  @Test
  void aGroupWithAProcessIsBusy() throws IOException {
    Hierarchy unified = fs.host().unified();
    Hierarchy at = unified == null ? required("freezer") : unified;
    Process process = new ProcessBuilder("sleep", "60").start();
    try {
      fs.write(at, path, "cgroup.procs", Long.toString(process.pid()));
      assertEquals(Reading.of(List.of((int) process.pid())), fs.processes(at, path));
      KernelException refused = assertThrows(KernelException.class, () -> fs.remove(at, path));
      assertEquals("EBUSY", refused.errno());
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  @Test
  void memoryIsRoundedDownToThePage() throws IOException {
    Hierarchy memory = required("memory");
    boolean v2 = memory.version() == 2;
    String file = v2 ? "memory.max" : "memory.limit_in_bytes";
    assumeTrue(
        fs.read(memory, path, file) instanceof Reading.Present<String>,
        "requires the memory controller here");
    fs.write(memory, path, file, "100000001");
    assertEquals(Reading.of("99999744"), fs.read(memory, path, file));
    fs.write(memory, path, file, v2 ? "max" : "-1");
    assertEquals(Reading.of(v2 ? "max" : "9223372036854771712"), fs.read(memory, path, file));
  }

  @Test
  void anEmptyValueNeverReachesTheKernel() {
    Hierarchy hierarchy = hierarchies.getFirst();
    assertThrows(
        IllegalArgumentException.class, () -> fs.write(hierarchy, path, "cgroup.procs", "\n"));
  }

  @Test
  void aMissingControllerIsNamed() throws IOException {
    Hierarchy unified = fs.host().unified();
    Hierarchy memory = fs.host().of("memory");
    assumeTrue(
        unified != null && memory != null && memory.version() == 1,
        "requires cgroup2 beside memory on v1");
    Hierarchy v2 = Objects.requireNonNull(unified);
    KernelException refused =
        assertThrows(KernelException.class, () -> fs.write(v2, path, "memory.max", "1048576"));
    assertEquals("ENOENT", refused.errno());
    assertTrue(message(refused).contains("controller `memory` is not available under "));
    assertTrue(message(refused).contains("it is bound to the hierarchy at "));
  }

  @Test
  void aFailedWriteCreatesNothing() {
    Hierarchy hierarchy = hierarchies.getFirst();
    KernelException refused =
        assertThrows(KernelException.class, () -> fs.write(hierarchy, child, "cgroup.procs", "0"));
    assertTrue(message(refused).contains("cgroup " + child + " is not there"));
    assertInstanceOf(Reading.Absent.class, fs.read(hierarchy, child, "cgroup.procs"));
  }

  private static String message(KernelException refused) {
    return String.valueOf(refused.getMessage());
  }

  private Hierarchy required(String controller) throws IOException {
    Hierarchy hierarchy = fs.host().of(controller);
    assumeTrue(hierarchy != null, "requires the controller " + controller);
    return Objects.requireNonNull(hierarchy);
  }
}
