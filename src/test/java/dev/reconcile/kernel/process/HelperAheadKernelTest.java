package dev.reconcile.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.kernel.process.Ahead.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Lines that are sent to two helpers. */
@Tag("kernel")
class HelperAheadKernelTest {
  private static final Path HELPER = Path.of("native/build/reconcile-helper").toAbsolutePath();

  /** More than are done in the time in which a helper starts. */
  private static final int MANY = 100;

  private final LinuxMonitors monitors = new LinuxMonitors(HELPER);
  private final Ahead ahead = monitors.ahead();
  private final List<Sent> all = new ArrayList<>();

  @TempDir Path directory = Path.of("");

  @BeforeEach
  void needTwoHelpers() throws IOException {
    RealKernel.assumeRoot();
    assumeTrue(Files.isExecutable(HELPER), "requires the helper: make -C native");
    assumeTrue(Runtime.getRuntime().availableProcessors() > 1, "requires two processors");
  }

  @AfterEach
  void endThem() {
    monitors.close();
  }

  @Test
  void whatIsFreeIsDoneBesideAFirstHelperThatIsBusy() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent beside = mark("", List.of());
    assertNotEquals(all.getFirst().helper(), beside.helper());
    assertNull(beside.failure());

    Sent first = make("first", List.of(), false);
    assertEquals(all.getFirst().helper(), first.helper());
    assertFalse(first.isOver());
    Files.readString(fifo);

    assertNull(first.failure());
    for (Sent sent : all) {
      assertNull(sent.failure());
    }
  }

  @Test
  void limitsAreWrittenBehindTheHelperThatMakesGroups() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent made = make("group", List.of(), true);
    assertEquals(all.getFirst().helper(), made.helper());
    Sent limit = mark("group", List.of(made));
    Sent next = mark("group", List.of(made, limit));
    Sent below = make("group/below", List.of(made, next), true);
    assertNotEquals(made.helper(), limit.helper());
    assertEquals(limit.helper(), next.helper());
    assertEquals(limit.helper(), below.helper());
    assertFalse(limit.isOver() || next.isOver() || below.isOver());
    Files.readString(fifo);

    assertNull(below.failure());
    assertNull(limit.failure());
    assertNull(next.failure());
  }

  @Test
  void theHelperThatMakesGroupsTakesSomeLimitsWhenTheOtherIsBehind() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent made = make("group", List.of(), true);
    List<Sent> limits = new ArrayList<>();
    for (int i = 0; i < 4 * MANY; i++) {
      limits.add(mark("group", List.of(made)));
    }
    long taken = limits.stream().filter(limit -> limit.helper() == made.helper()).count();
    assertTrue(taken > 0 && taken < MANY, taken + " of " + limits.size());
    Files.readString(fifo);

    for (Sent limit : limits) {
      assertNull(limit.failure());
    }
  }

  @Test
  void theHelperThatWritesLimitsMakesSomeGroupsWhenItIsNotBehind() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent waiting = mark("group", List.of(make("group", List.of(), true)));
    List<Sent> limits = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      Sent made = make("g" + i, List.of(), true);
      if (made.helper() == waiting.helper()) {
        limits.add(mark("g" + i, List.of(made)));
      }
    }
    assertEquals(2, limits.size());
    for (Sent limit : limits) {
      assertEquals(waiting.helper(), limit.helper());
      assertNull(limit.failure());
    }
    assertFalse(waiting.isOver());
    Files.readString(fifo);

    assertNull(waiting.failure());
  }

  @Test
  void whatNeedsALimitThatWaitsIsSentBehindIt() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent limit = mark("group", List.of(make("group", List.of(), true)));
    Sent after = mark("", List.of(limit));
    Sent free = mark("", List.of());
    assertEquals(limit.helper(), after.helper());
    assertNull(free.failure());
    assertFalse(limit.isOver() || after.isOver());
    Files.readString(fifo);

    assertNull(after.failure());
  }

  @Test
  void helpersThatAreExpectedStartBesideTheCaller() throws Exception {
    monitors.expect(MANY);
    Set<Integer> helpers = new HashSet<>();
    // Never so many under way that the second would start for them.
    for (int i = 0; helpers.size() < 2 && i < 10 * MANY; i++) {
      Sent made = make("g" + i, List.of(), true);
      Sent limit = mark("g" + i, List.of(made));
      helpers.add(made.helper());
      helpers.add(limit.helper());
      assertNull(limit.failure());
    }
    assertEquals(2, helpers.size());
  }

  @Test
  void orderHoldsBetweenThem() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent top = make("top", List.of(), true);
    Sent limit = mark("top", List.of(top));
    Files.readString(fifo);

    Sent elsewhere = make("top/elsewhere", List.of(top, limit), false);
    assertNotEquals(limit.helper(), elsewhere.helper());
    assertNull(elsewhere.failure());
  }

  @Test
  void whatWaitsForAFailureOfTheOtherIsLeftOut() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent failing = mark("no/such/group", List.of());
    assertNotEquals(all.getFirst().helper(), failing.helper());
    Files.readString(fifo);

    Sent there = make("there", List.of(failing), false);
    assertLeftOut(there);
    assertLeftOut(make("there too", List.of(there), false));
    assertFalse(Files.exists(directory.resolve("there")));
  }

  @Test
  void limitsOfAGroupThatCannotBeMadeAreLeftOutAndOthersAreNot() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent failing = make("no/such/parent", List.of(), true);
    Sent limit = mark("", List.of(failing));
    Sent next = mark("", List.of(limit));
    Sent good = make("good", List.of(), true);
    Sent limitOfGood = mark("good", List.of(good));
    Files.readString(fifo);

    assertLeftOut(limit);
    assertLeftOut(next);
    assertNull(limitOfGood.failure());
  }

  private static void assertLeftOut(Sent sent) throws InterruptedException {
    KernelException failure = assertInstanceOf(KernelException.class, sent.failure());
    assertEquals(Ahead.LEFT_OUT, failure.operation());
  }

  /** It waits for a reader of the pipe that this returns, with a lot to do after that. */
  private Path keepTheFirstBusy() throws Exception {
    Path fifo = directory.resolve("fifo");
    assertEquals(0, new ProcessBuilder("mkfifo", fifo.toString()).start().waitFor());
    all.add(ahead.line(List.of(List.of("write", fifo.toString(), "go")), List.of(), true));
    for (int i = 0; i < MANY; i++) {
      all.add(make("d" + i, List.of(), false));
    }
    return fifo;
  }

  /** Stands for a limit: it succeeds where the directory is. */
  private Sent mark(String name, List<Sent> after) throws KernelException {
    List<String> mark = List.of("mark", directory.resolve(name).toString(), "user.test", "x");
    return ahead.line(List.of(mark), after, true);
  }

  private Sent make(String name, List<Sent> after, boolean free) throws KernelException {
    return ahead.line(List.of(List.of("make", directory.resolve(name).toString())), after, free);
  }
}
