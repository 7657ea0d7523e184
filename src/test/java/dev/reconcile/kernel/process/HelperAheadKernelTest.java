package dev.reconcile.kernel.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.reconcile.kernel.KernelException;
import dev.reconcile.kernel.RealKernel;
import dev.reconcile.kernel.process.Ahead.Sent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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
    Sent beside = make("beside", List.of(), true);
    assertNotEquals(all.getFirst().helper(), beside.helper());
    assertNull(beside.failure());

    Sent behind = make("beside/behind", List.of(beside), true);
    Sent first = make("first", List.of(), false);
    assertEquals(all.getFirst().helper(), first.helper());
    Files.readString(fifo);

    assertNull(behind.failure());
    assertNull(first.failure());
    for (Sent sent : all) {
      assertNull(sent.failure());
    }
  }

  @Test
  void orderHoldsWithinAndBetweenThem() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent top = make("top", List.of(), true);
    Sent below = make("top/below", List.of(top), true);
    assertEquals(top.helper(), below.helper());
    Files.readString(fifo);

    Sent elsewhere = make("top/below/elsewhere", List.of(top, below), false);
    assertNotEquals(top.helper(), elsewhere.helper());
    assertNull(elsewhere.failure());
  }

  @Test
  void whatWaitsForAFailureOfTheOtherIsLeftOut() throws Exception {
    Path fifo = keepTheFirstBusy();
    Sent failing = make("no/such/parent", List.of(), true);
    assertNotEquals(all.getFirst().helper(), failing.helper());
    Files.readString(fifo);

    Sent there = make("there", List.of(failing), false);
    assertLeftOut(there);
    assertLeftOut(make("there too", List.of(there), false));
    assertFalse(Files.exists(directory.resolve("there")));
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

  private Sent make(String name, List<Sent> after, boolean free) throws KernelException {
    return ahead.line(List.of(List.of("make", directory.resolve(name).toString())), after, free);
  }
}
