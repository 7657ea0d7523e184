package dev.reconcile.service.events;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.reconcile.model.Kind;
import dev.reconcile.model.ResourceId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On ordinary directories: inotify does not ask which file system it watches. */
@Timeout(60)
class CgroupWatchTest {
  private static final ResourceId A = new ResourceId(Kind.CGROUP, "a");
  private static final ResourceId B = new ResourceId(Kind.CGROUP, "b");

  @TempDir Path root;
  private Path a = Path.of("");
  private Path b = Path.of("");
  private final CgroupWatch watch;

  CgroupWatchTest() throws Exception {
    watch = new CgroupWatch();
  }

  @BeforeEach
  void makeGroups() throws Exception {
    a = Files.createDirectory(root.resolve("a"));
    b = Files.createDirectory(root.resolve("b"));
    Files.writeString(a.resolve("memory.max"), "max");
    Files.writeString(b.resolve("memory.max"), "max");
    Files.writeString(a.resolve("cgroup.procs"), "");
    assertEquals(Set.of(), watch.watch(Map.of(a, A, b, B), Set.of()));
  }

  @AfterEach
  void close() throws Exception {
    watch.close();
  }

  /** The next news that concern somebody: a write may come as two events. */
  private Set<ResourceId> news() throws InterruptedException {
    Set<ResourceId> told;
    do {
      told = requireNonNull(watch.await());
    } while (told.isEmpty());
    return told;
  }

  @Test
  void writeIsToldToItsOwnerAlone() throws Exception {
    Files.writeString(b.resolve("memory.max"), "4096");
    assertEquals(Set.of(B), news());
  }

  @Test
  void movedProcessIsNoNews() throws Exception {
    Files.writeString(a.resolve("cgroup.procs"), "1");
    assertEquals(Set.of(), watch.await());
  }

  @Test
  void removedGroupIsToldByItsParent() throws Exception {
    removeA();
    assertEquals(Set.of(A), news());
  }

  private void removeA() throws Exception {
    Files.delete(a.resolve("memory.max"));
    Files.delete(a.resolve("cgroup.procs"));
    Files.delete(a);
  }

  @Test
  void groupMadeAnewIsWatchedAgain() throws Exception {
    removeA();
    assertEquals(Set.of(A), news());
    Files.createDirectory(a);
    Files.writeString(a.resolve("memory.max"), "max");
    assertEquals(Set.of(), watch.watch(Map.of(a, A, b, B), Set.of(A)));
    Files.writeString(a.resolve("memory.max"), "4096");
    assertEquals(Set.of(A), news());
  }

  @Test
  void absentGroupIsNamed() {
    Path nowhere = root.resolve("nowhere");
    assertEquals(Set.of(A), watch.watch(Map.of(nowhere, A, b, B), Set.of()));
  }

  @Test
  void forgottenGroupIsNotTold() throws Exception {
    watch.watch(Map.of(b, B), Set.of());
    Files.writeString(a.resolve("memory.max"), "4096");
    Files.writeString(b.resolve("memory.max"), "4096");
    assertEquals(Set.of(B), news());
  }

  @Test
  void closeEndsTheWait() throws Exception {
    watch.close();
    assertNull(watch.await());
  }
}
